"""The closed lists of members of each dimension.

The same members, with labels, definitions and their place in the hierarchy, stand in
``ontology/dimensions.csv``; a test holds the two together. The value of a member is its notation: it is what
a figure's hash is taken over, so it never changes.
"""

from enum import StrEnum


class Scope(StrEnum):
    """Whose money: a department with its units (部门), or one body alone (单位, 本级); or the document does not say."""

    CONSOLIDATED = "consolidated"
    OWN = "own"
    NOT_STATED = "not-stated"


class Kind(StrEnum):
    """What is disclosed: a budget (预算) or final accounts (决算)."""

    BUDGET = "budget"
    FINAL = "final"


class Phase(StrEnum):
    """The stage of the budget year an amount belongs to."""

    APPROVED = "approved"
    REVISED = "revised"
    ESTIMATE = "estimate"
    FINAL = "final"


class Flow(StrEnum):
    """The direction and the bounds of a money flow (本年收入, 收入总计, 本年支出, 支出总计, 结转 …)."""

    REVENUE = "revenue"
    RESOURCES = "resources"
    CARRY_OVER_IN = "carry-over-in"
    EXPENDITURE = "expenditure"
    USES = "uses"
    CARRY_OVER_OUT = "carry-over-out"
    SURPLUS_DISTRIBUTION = "surplus-distribution"
    SURPLUS_USE = "surplus-use"
    OTHER = "other"


class Fund(StrEnum):
    """Where the money comes from; ``total`` where the document does not break it down."""

    TOTAL = "total"
    ALL_FISCAL = "all-fiscal"
    GENERAL = "general"
    GENERAL_APPROPRIATION = "general-appropriation"
    NON_TAX = "non-tax"
    EARMARKED_REVENUE = "earmarked-revenue"
    GOVERNMENT_FUND = "government-fund"
    STATE_CAPITAL = "state-capital"
    SOCIAL_INSURANCE = "social-insurance"
    NON_FISCAL = "non-fiscal"
    FISCAL_ACCOUNT = "fiscal-account"
    EDUCATION_FEES = "education-fees"
    OTHER_FISCAL_ACCOUNT = "other-fiscal-account"
    UNIT = "unit"
    SUPERIOR_SUBSIDY = "superior-subsidy"
    UNDERTAKING_INCOME = "undertaking-income"
    OPERATING_INCOME = "operating-income"
    SUBSIDIARY_PAYMENT = "subsidiary-payment"
    DEBT = "debt"
    OTHER = "other"


class Nature(StrEnum):
    """What kind of spending: basic (人员, 公用), project, and the special kinds of the final accounts."""

    TOTAL = "total"
    BASIC = "basic"
    PERSONNEL = "personnel"
    PUBLIC = "public"
    PROJECT = "project"
    OTHER_RUNNING = "other-running"
    SPECIFIC_PURPOSE = "specific-purpose"
    ADMINISTRATIVE = "administrative"
    UNDERTAKING = "undertaking"
    OPERATING = "operating"
    TO_SUPERIOR = "to-superior"
    TO_SUBSIDIARY = "to-subsidiary"
    INVESTMENT = "investment"
    DEBT = "debt"
    RESERVE = "reserve"


class Origin(StrEnum):
    """Whether the money is this year's or carried over from earlier years."""

    TOTAL = "total"
    CURRENT = "current"
    CARRIED_OVER = "carried-over"


class Item(StrEnum):
    """The cross-cutting items that have tables of their own (三公, 会议, 培训, 机关运行经费, 政府采购 …)."""

    TOTAL = "total"
    THREE_PUBLIC_MEETINGS_TRAINING = "three-public-meetings-training"
    THREE_PUBLIC = "three-public"
    ABROAD = "abroad"
    VEHICLES = "vehicles"
    VEHICLE_PURCHASE = "vehicle-purchase"
    VEHICLE_RUNNING = "vehicle-running"
    RECEPTION = "reception"
    MEETINGS_TRAINING = "meetings-training"
    MEETINGS = "meetings"
    TRAINING = "training"
    OPERATING_COSTS = "operating-costs"
    ADMINISTRATIVE_FUNDS = "administrative-funds"
    PROCUREMENT = "procurement"
    GOODS = "goods"
    WORKS = "works"
    SERVICES = "services"
    PROCUREMENT_SME = "procurement-SME"
    PROCUREMENT_MICRO = "procurement-micro"
    PURCHASED_SERVICES = "purchased-services"
    EARMARKED = "earmarked-in-department-budget"
    EXCLUDING_CAPITAL_CONSTRUCTION = "excluding-capital-construction"


class FundingLevel(StrEnum):
    """The level of government that pays for a project."""

    TOTAL = "total"
    CENTRAL = "central"
    PROVINCIAL = "provincial"
    LOCAL = "local"


class Term(StrEnum):
    """Whether a project amount is for the year or for its whole term (实施期)."""

    ANNUAL = "annual"
    WHOLE = "whole-period"


class Unit(StrEnum):
    """The printed unit of money."""

    YUAN = "yuan"
    QIAN_YUAN = "qian-yuan"
    WAN_YUAN = "wan-yuan"
    BAI_WAN_YUAN = "bai-wan-yuan"
    YI_YUAN = "yi-yuan"


class Agreement(StrEnum):
    """Whether the claims about one figure agree."""

    SINGLE = "single"
    AGREE = "agree"
    ROUNDING_ONLY = "rounding-only"
    RESTATED = "restated"
    CONFLICT = "conflict"


class CodeSource(StrEnum):
    """How a claim came by its classification code."""

    PRINTED = "printed"
    INHERITED = "inherited"
    NAME = "name"


CLASSIFICATIONS = ("revenue", "function", "economic", "government-economic")
"""The national classifications a code can belong to (政府收支分类科目)."""
