"""Spacing, width, brackets and ordinals never decide whether two names are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.codebooks import plain, unnumbered


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("收 入\u3000总\t计", "收入总计"),
        ("维修（护）费", "维修(护)费"),
        ("“三公”经费", '"三公"经费'),
        ("＂三公＂经费", '"三公"经费'),
        ("２０８—０５", "208-05"),
        ("单位：万元", "单位:万元"),
        ("部⻔预算⻋辆", "部门预算车辆"),  # radicals that character recognition leaves
        ("国有资本经营预 算", "国有资本经营预算"),
    ],
)
def test_plain(printed: str, folded: str) -> None:
    assert plain(printed) == folded


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("一、一般公共预算", "一般公共预算"),
        ("二十三、灾害防治及应急管理支出", "灾害防治及应急管理支出"),
        ("（二）商品和服务支出", "商品和服务支出"),
        ("(10)其他支出", "其他支出"),
        ("1、一般公共服务支出", "一般公共服务支出"),
        ("①公务用车购置费", "公务用车购置费"),
        ("其中：专项资金列入部门预算的项目", "专项资金列入部门预算的项目"),
        ("其中：（1）公务用车购置费", "公务用车购置费"),
        ("2023年中央补助资金", "2023年中央补助资金"),  # a year is no ordinal
        ("1.5倍工资", "1.5倍工资"),  # nor is a decimal
        ("一般公共服务支出", "一般公共服务支出"),  # nor the numeral a name begins with
    ],
)
def test_unnumbered(printed: str, name: str) -> None:
    assert unnumbered(printed) == name


@given(st.text(alphabet='一二十、（）(1)２①．.：:其中减加-—“”"＂ \u3000\t甲乙⻔*★', max_size=20))
def test_folding_again_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert unnumbered(unnumbered(text)) == unnumbered(text)
