"""How a printed code and name stand against the codebook of the year."""

import pytest

from kg import codebooks
from kg.codebooks import Codebook, Standing, Version, standing


@pytest.mark.parametrize(
    ("scheme", "code", "name", "year", "stands"),
    [
        ("function", "2101506", "医疗保障经办事务", 2024, Standing.HOLDS),
        ("economic", "30213", "维修(护)费", 2024, Standing.HOLDS),  # the width of brackets never matters
        ("economic", "30213", "维 修（护）费", 2024, Standing.HOLDS),  # nor does a space
        ("function", "2101505", "其他医疗保障管理事务支出", 2024, Standing.OTHER_NAME),  # sample 000
        ("function", "2080505", "机关事业单位基本养老保", 2024, Standing.NAME_CUT),  # sample 002
        ("economic", "30399", "其他对个人和家庭的补助支出", 2024, Standing.NAME_VARIANT),  # sample 003
        ("government-economic", "501", "工资福利支出", 2024, Standing.NAME_VARIANT),  # sample 002
        ("function", "2080101", "行政运行（人力资源和社会保障管理事务）", 2024, Standing.NAME_VARIANT),
        ("function", "207", "文化体育与传媒支出", 2018, Standing.HOLDS),
        ("function", "207", "文化体育与传媒支出", 2024, Standing.NAME_OF_OTHER_YEARS),
        ("economic", "30312", "提租补贴", 2024, Standing.CODE_OF_OTHER_YEARS),
        ("economic", "3021101", "差旅费", 2024, Standing.SUBCODE),  # a unit's own division of 30211
        ("economic", "3990101", "某费", 2024, Standing.UNKNOWN_CODE),  # there is no 39901
        ("function", "2990101", "某项", 2024, Standing.UNKNOWN_CODE),
    ],
)
def test_printed_codes_and_names(scheme: str, code: str, name: str, year: int, stands: Standing) -> None:
    verdict = standing(codebooks.load(), scheme, code, name, year)
    assert verdict.standing is stands
    assert verdict.certain


def book(*, exact: bool) -> Codebook:
    first = Version("function", "201", "", "甲支出", 1, "", None, 2019, exact)
    return Codebook([first, first._replace(name="乙支出", valid_from=2020, valid_to=None)])


@pytest.mark.parametrize("exact", [True, False])
def test_years_that_are_not_sure_leave_a_doubt(exact: bool) -> None:
    verdict = standing(book(exact=exact), "function", "201", "甲支出", 2020)
    assert (verdict.standing, verdict.certain) == (Standing.NAME_OF_OTHER_YEARS, exact)
    assert [version.name for version in verdict.known] == ["乙支出"]


def test_another_name_is_another_name_however_sure_the_years() -> None:
    assert standing(book(exact=False), "function", "201", "丙支出", 2020).certain


def test_the_end_of_a_name_is_a_short_form_only_if_long_enough() -> None:
    assert standing(book(exact=True), "function", "201", "支出", 2020).standing is Standing.OTHER_NAME


def test_what_the_book_knows_of_a_code_that_it_lacks() -> None:
    """The name above is that of a subcode; of an unknown code nothing is known, whatever is above it."""
    of_subcode = standing(codebooks.load(), "economic", "3021101", "市内差旅费", 2024)
    assert [version.name for version in of_subcode.known] == ["差旅费"]
    assert standing(codebooks.load(), "function", "2101598", "新设事务", 2024).known == ()
    assert standing(codebooks.load(), "economic", "3990101", "某费", 2024).known == ()
