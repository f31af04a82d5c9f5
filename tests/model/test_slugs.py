"""Names become ASCII: readable, stable, and different for different names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Agency, digest16, slug


@pytest.mark.parametrize(
    ("name", "readable", "digest"),
    [  # the digits are the first six of `printf NAME | sha256sum`
        ("忻州市医疗保险服务中心", "xinzhoushiyiliaobaoxianfuwuzhongxin", "b27ead"),
        ("国家信访局", "guojiaxinfangju", "e33bcf"),
        ("绿色", "lvse", "30c83d"),
        ("ABC 12", "abc12", "959548"),
    ],
)
def test_pinyin_and_digits(name: str, readable: str, digest: str) -> None:
    assert slug(name) == f"{readable}-{digest}"


@pytest.mark.parametrize(("one", "other"), [("市", "世"), ("公正局", "公证局"), ("本级", "（本级）")])
def test_homophones_differ_only_in_their_digits(one: str, other: str) -> None:
    assert slug(one).split("-")[0] == slug(other).split("-")[0]
    assert slug(one) != slug(other)


def test_a_long_name_is_cut_but_not_confused() -> None:
    tail = "办公室", "办公厅"
    one, other = (slug("互助土族自治县医疗保障局" * 4 + end) for end in tail)
    assert len(one.split("-")[0]) == len(other.split("-")[0]) == 48
    assert one != other


@given(st.text(min_size=1, max_size=80))
def test_any_name_gives_an_ascii_slug(name: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]{1,48}-)?[0-9a-f]{6}", slug(name))


def test_a_name_without_a_letter_is_its_digits() -> None:
    assert slug("——") == "f3f307"


def test_digest_is_that_of_sha256() -> None:
    assert digest16("2101506") == "9b47fa84d8b8d220"


def test_an_agency_is_its_area_and_name() -> None:
    assert (
        Agency(area="140900", name="忻州市医疗保险服务中心").id == "140900-xinzhoushiyiliaobaoxianfuwuzhongxin-b27ead"
    )
    assert Agency(area="", name="国家信访局").id == "000000-guojiaxinfangju-e33bcf"
