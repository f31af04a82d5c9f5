"""The closed lists of members of each dimension.

The same members, with labels, definitions and their place in the hierarchy, stand in
``ontology/dimensions.csv``; a test holds the two together. The value of a member is its notation: it is what
a figure's hash is taken over, so it never changes.
"""

from enum import StrEnum


class Scope(StrEnum):
    """Whose money: a department with its units (部门), or one body alone (单位, 本级); or the document does not say.

    ``SUBORDINATE`` are all units below a body together, without the body itself (所属单位): of stocks alone.
    """

    CONSOLIDATED = "consolidated"
    OWN = "own"
    NOT_STATED = "not-stated"
    SUBORDINATE = "subordinate"


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
    OTHER_FISCAL = "other-fiscal"
    INVESTMENT_INCOME = "investment-income"
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
    OTHER = "other"


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
    SERVING_STAFF = "serving-staff"
    STAFF_INCREASE = "staff-increase"
    PERFORMANCE_TARGETS = "performance-targets"
    PERFORMANCE_MONITORING = "performance-monitoring"
    PERFORMANCE_SELF_EVALUATION = "performance-self-evaluation"
    PERFORMANCE_EVALUATION = "performance-evaluation"


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


class ResourceKind(StrEnum):
    """What a body has, counted on a day: vehicles, equipment, buildings and land, assets, posts and people."""

    VEHICLES = "vehicles"
    VEHICLES_AUTHORISED = "vehicles-authorised"
    VEHICLES_PLANNED = "vehicles-planned"
    VEHICLES_BOUGHT = "vehicles-bought"
    VEHICLES_MINISTER = "vehicles-minister"
    VEHICLES_LEADER = "vehicles-leader"
    VEHICLES_CONFIDENTIAL = "vehicles-confidential"
    VEHICLES_EMERGENCY = "vehicles-emergency"
    VEHICLES_ENFORCEMENT = "vehicles-enforcement"
    VEHICLES_SPECIAL = "vehicles-special"
    VEHICLES_RETIRED_CADRES = "vehicles-retired-cadres"
    VEHICLES_GENERAL = "vehicles-general"
    VEHICLES_OTHER = "vehicles-other"
    EQUIPMENT_500K = "equipment-500k"
    EQUIPMENT_1M = "equipment-1m"
    GENERAL_EQUIPMENT_500K = "general-equipment-500k"
    GENERAL_EQUIPMENT_1M = "general-equipment-1m"
    SPECIAL_EQUIPMENT_500K = "special-equipment-500k"
    SPECIAL_EQUIPMENT_1M = "special-equipment-1m"
    EQUIPMENT_PLANNED = "equipment-planned"
    EQUIPMENT_OTHER = "equipment-other"
    BUILDINGS = "buildings"
    OFFICES_SPACE = "office-space"
    BUSINESS_SPACE = "business-space"
    BUILDINGS_OTHER = "buildings-other"
    LAND = "land"
    ASSETS_VALUE = "assets-value"
    BUILDINGS_VALUE = "buildings-value"
    LAND_VALUE = "land-value"
    VEHICLES_VALUE = "vehicles-value"
    EQUIPMENT_VALUE = "equipment-value"
    FURNITURE_VALUE = "furniture-value"
    INTANGIBLE_VALUE = "intangible-value"
    OTHER_ASSETS_VALUE = "other-assets-value"
    POSTS = "posts"
    POSTS_ADMINISTRATIVE = "posts-administrative"
    POSTS_POLICE = "posts-police"
    POSTS_UNDERTAKING = "posts-undertaking"
    POSTS_REFERENCE = "posts-reference"
    POSTS_WORKERS = "posts-workers"
    POSTS_OTHER = "posts-other"
    STAFF = "staff"
    STAFF_ADMINISTRATIVE = "staff-administrative"
    STAFF_POLICE = "staff-police"
    STAFF_UNDERTAKING = "staff-undertaking"
    STAFF_REFERENCE = "staff-reference"
    STAFF_WORKERS = "staff-workers"
    STAFF_CONTRACT = "staff-contract"
    STAFF_OTHER = "staff-other"
    RETIRED_ALL = "retired-all"
    RETIRED_CADRES = "retired-cadres"
    RETIRED = "retired"
    SURVIVORS = "survivors"
    UNITS = "units"
    UNITS_ADMINISTRATIVE = "units-administrative"
    UNITS_REFERENCE = "units-reference"
    UNITS_UNDERTAKING = "units-undertaking"
    UNITS_OTHER = "units-other"
    INTERNAL_OFFICES = "internal-offices"
    TRIPS_ABROAD = "trips-abroad"
    PERSONS_ABROAD = "persons-abroad"
    RECEPTIONS = "receptions"
    PERSONS_RECEIVED = "persons-received"
    UNITS_BELOW = "units-below"
    UNITS_BELOW_ADMINISTRATIVE = "units-below-administrative"
    UNITS_BELOW_REFERENCE = "units-below-reference"
    UNITS_BELOW_UNDERTAKING = "units-below-undertaking"
    PEOPLE = "people"
    STAFF_ADMINISTRATIVE_REFERENCE = "staff-administrative-reference"
    VEHICLES_FISCAL = "vehicles-fiscal"
    EQUIPMENT_200K = "equipment-200k"
    GENERAL_EQUIPMENT_200K = "general-equipment-200k"
    SPECIAL_EQUIPMENT_200K = "special-equipment-200k"
    EQUIPMENT_PLANNED_200K = "equipment-planned-200k"
    EQUIPMENT_PLANNED_500K = "equipment-planned-500k"
    EQUIPMENT_PLANNED_1M = "equipment-planned-1m"
    EQUIPMENT_BOUGHT_200K = "equipment-bought-200k"
    EQUIPMENT_BOUGHT_500K = "equipment-bought-500k"
    EQUIPMENT_BOUGHT_1M = "equipment-bought-1m"
    VEHICLES_PLANNED_MINISTER = "vehicles-planned-minister"
    VEHICLES_PLANNED_LEADER = "vehicles-planned-leader"
    VEHICLES_PLANNED_CONFIDENTIAL = "vehicles-planned-confidential"
    VEHICLES_PLANNED_EMERGENCY = "vehicles-planned-emergency"
    VEHICLES_PLANNED_ENFORCEMENT = "vehicles-planned-enforcement"
    VEHICLES_PLANNED_SPECIAL = "vehicles-planned-special"
    VEHICLES_PLANNED_RETIRED_CADRES = "vehicles-planned-retired-cadres"
    VEHICLES_PLANNED_GENERAL = "vehicles-planned-general"
    VEHICLES_PLANNED_OTHER = "vehicles-planned-other"
    FIXED_ASSETS_VALUE = "fixed-assets-value"
    CURRENT_ASSETS_VALUE = "current-assets-value"
    CONSTRUCTION_VALUE = "construction-value"
    FIXED_ASSETS_PLANNED = "fixed-assets-planned"
    RECEPTIONS_FOREIGN = "receptions-foreign"
    PERSONS_RECEIVED_FOREIGN = "persons-received-foreign"
    RECEPTIONS_ABROAD = "receptions-abroad"
    PERSONS_RECEIVED_ABROAD = "persons-received-abroad"
    MEETINGS_HELD = "meetings-held"
    PERSONS_MEETING = "persons-meeting"
    TRAININGS_HELD = "trainings-held"
    PERSONS_TRAINED = "persons-trained"


class ResourceUnit(StrEnum):
    """What a resource is counted in."""

    VEHICLE = "vehicle"
    SET = "set"
    SQUARE_METRE = "square-metre"
    PERSON = "person"
    POST = "post"
    BODY = "body"
    TIME = "time"
    YUAN = "yuan"


class Direction(StrEnum):
    """Which way an amount changed against the year before."""

    INCREASE = "increase"
    DECREASE = "decrease"
    UNCHANGED = "unchanged"


class IndicatorClass(StrEnum):
    """The first level of the performance indicators (财预〔2020〕10号)."""

    COST = "cost"
    OUTPUT = "output"
    BENEFIT = "benefit"
    SATISFACTION = "satisfaction"
    MANAGEMENT = "management"
    OTHER = "other"


class IndicatorGroup(StrEnum):
    """The second level of the performance indicators."""

    COST = "cost"
    ECONOMIC_COST = "economic-cost"
    SOCIAL_COST = "social-cost"
    ENVIRONMENTAL_COST = "environmental-cost"
    QUANTITY = "quantity"
    QUALITY = "quality"
    TIMELINESS = "timeliness"
    ECONOMIC_BENEFIT = "economic-benefit"
    SOCIAL_BENEFIT = "social-benefit"
    ENVIRONMENTAL_BENEFIT = "environmental-benefit"
    SUSTAINED_EFFECT = "sustained-effect"
    SATISFACTION = "satisfaction"
    BUDGET_EXECUTION = "budget-execution"
    OTHER = "other"


class Operator(StrEnum):
    """How a target bounds what is to be reached; ``qualitative`` where it is a word (及时, 优)."""

    EQUAL = "equal"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    MORE_THAN = "more-than"
    LESS_THAN = "less-than"
    RANGE = "range"
    QUALITATIVE = "qualitative"


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
