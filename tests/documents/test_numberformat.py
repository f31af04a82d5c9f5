"""Numbers as sheets show them, worked out by the rules of the standard and what spreadsheets show."""

from decimal import Decimal

import pytest

from kg.documents.numberformat import general, show, show_text

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1234.5", "0", "1235"),
        ("1234.5", "0.00", "1234.50"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234567", "#,##0", "1,234,567"),
        ("999", "#,##0", "999"),
        ("0", "#,##0", "0"),
        ("0", "#,###", ""),
        ("0.5", "#.##", ".5"),
        ("5", "0.##", "5."),
        ("1.005", "0.00", "1.01"),
        ("1.00499999999999989", "0.00", "1.01"),  # what a file holds for 1.005: fifteen digits count
        ("0.285", "0%", "29%"),
        ("0.1234", "0.00%", "12.34%"),
        ("208", "000000", "000208"),
        ("-1234.5", "#,##0.00", "-1,234.50"),
        ("-5", "#,##0.00_);(#,##0.00)", "(5.00)"),
        ("5", "#,##0.00_);(#,##0.00)", "5.00"),
        ("-3", "[Red]0;[Red]0", "3"),
        ("1234567.8", ACCOUNTING, "1,234,567.80"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("0", ACCOUNTING, "-"),
        ("0", "0.00;-0.00;", ""),
        ("12345678", "#,##0,", "12,346"),
        ("12345", '0!.0,"万"', "1.2万"),
        ("12345", "0\\.0,", "1.2"),
        ("3", "[$¥-804]#,##0.00", "¥3.00"),
        ("3.14159", '0.00"元"', "3.14元"),
        ("2024", '0"年"', "2024年"),
        ("7", "[>=10]0.0;0.00", "7.00"),
        ("12", "[>=10]0.0;0.00", "12.0"),
        ("12345.678", "0.00E+00", "1.23E+04"),
        ("0.00012", "0.0E+00", "1.2E-04"),
        ("9.99", "0.0E+0", "1.0E+1"),
        ("0.25", "# ?/?", "0.25"),
        ("5", "@", "5"),
        ("5.5", "G/通用格式", "5.5"),
        ("5.5", 'General"元"', "5.5元"),
    ],
)
def test_numbers(value: str, code: str, shown: str) -> None:
    assert show(Decimal(value), code) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0"),
        ("1234.5000000001", "1234.5"),
        ("0.30000000000000004", "0.3"),
        ("1234567.891234", "1234567.891"),
        ("-12.5", "-12.5"),
        ("123456789012", "123456789012"),
        ("0.00001234", "1.234E-05"),
        ("1E+20", "1E+20"),
        ("0.1234567891", "0.123456789"),
    ],
)
def test_general(value: str, shown: str) -> None:
    assert general(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("45292", "yyyy/m/d", "2024/1/1"),
        ("45292", 'yyyy"年"m"月"d"日"', "2024年1月1日"),
        ("45292", "yyyy-mm-dd;@", "2024-01-01"),
        ("45292", "d-mmm-yy", "1-Jan-24"),
        ("45292", "[$-804]aaaa", "星期一"),
        ("45292.75", "yyyy/m/d h:mm", "2024/1/1 18:00"),
        ("45292.999999", "yyyy/m/d h:mm:ss", "2024/1/2 0:00:00"),
        ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("0.25", "h:mm AM/PM", "6:00 AM"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.000011574", "mm:ss.0", "00:01.0"),
        ("-1", "yyyy-mm-dd", "-1"),
    ],
)
def test_dates_and_times(value: str, code: str, shown: str) -> None:
    assert show(Decimal(value), code) == shown


def test_dates_from_1904() -> None:
    assert show(Decimal("1"), "yyyy-mm-dd", from_1904=True) == "1904-01-02"


@pytest.mark.parametrize(
    ("code", "shown"), [("General", "甲"), ("@", "甲"), ('0;0;0;"（"@"）"', "（甲）"), ("0.00", "甲"), ('"#"@', "#甲")]
)
def test_text(code: str, shown: str) -> None:
    assert show_text("甲", code) == shown
