"""What the tests of the mappings share: records of every class, written by hand, and the shipped mappings."""

from pathlib import Path

import pytest

from kg.rdf.checkrecords import (
    FindingCellRecord,
    FindingRecord,
    ReportRecord,
    RuleOutcomeRecord,
    RuleRecord,
    TallyRecord,
)
from kg.rdf.factrecords import (
    AffiliationRecord,
    ChangeRecord,
    CompletionRateRecord,
    DetailRecord,
    DutyRecord,
    IndicatorRecord,
    MentionRecord,
    OfficeRecord,
    OtherClaimRecord,
    PassageRecord,
    PlacedRecord,
    ProfileRecord,
    ProposedLinkRecord,
    RefusedAmountRecord,
    ResultRecord,
    SubordinationRecord,
    TargetRecord,
    TogetherMemberRecord,
    TogetherRecord,
)
from kg.rdf.questionrecords import (
    QuestionKeywordRecord,
    QuestionParameterRecord,
    QuestionPrefixRecord,
    QuestionRecord,
)
from kg.rdf.records import (
    AgencyRecord,
    BlankRowRecord,
    BudgetFigureRecord,
    ClaimRecord,
    ColumnRecord,
    DisclosureRecord,
    EventFigureRecord,
    EventRecord,
    FileRecord,
    GroundRecord,
    OtherCodeRecord,
    ProjectFigureRecord,
    ProjectRecord,
    Record,
    RefusalRecord,
    RepairRecord,
    ResourceFigureRecord,
    RowRecord,
    TableRecord,
    UnlistedCodeRecord,
    WholeRecord,
)

ID = "https://w3id.org/cnfiscal/id/"
T = "https://w3id.org/cnfiscal/def#T"
SHA = "2e4bf1e814f589dd"
AGENCY = "630223-yiliaobaozhangju-1f0c2a"
DISCLOSURE = f"{ID}disclosure/{AGENCY}/2024-final"
FIGURE = "9c1f00aa11bb22cc"
PROSE = f"{ID}file/{SHA}/l159"

RECORDS_BY_HAND: tuple[Record, ...] = (
    FileRecord(
        sha=SHA, sha256=SHA * 4, name='003 互助, "决算" 100%.txt', media_type="text/plain", size="48213", agency=AGENCY,
        disclosure=DISCLOSURE, extractor="1", forms="2024-11", numeric="812", claims="560",
        facts="7", labels="233", refused="12", blank="1033", prose="20", prose_claims="11", prose_facts="5",
        prose_classed="3", prose_refused="1",
        url="https://example.org/%E5%86%B3%E7%AE%97.pdf", retrieved="2026-11-22T08:30:00+00:00",
        issued_month="2026-02", issued_day="2026-02-13",
        part="2", first_page="3", last_page="12", first_line="40", last_line="90",
    ),
    GroundRecord(sha=SHA, text="fiscalYear scope | title | p3 | 互助县医疗保障局2024年部门决算"),
    GroundRecord(sha=SHA, text='agency | cell | l9/t3 | 部门名称:"互助县", 100%'),
    TableRecord(
        sha=SHA, table="03", number="3", title="支出决算表\n（续）", form="expenditure", status="Read", reason=None,
        unit="WanYuan", unit_source="document",
    ),
    TableRecord(
        sha=SHA, table="112", number="112", title=None, form=None, status="NotRead", reason="form-not-known",
        unit=None, unit_source=None,
    ),
    RowRecord(
        sha=SHA, table="03", row="14", line="201", page="7", label='  其中："行政运行", 100%\t',
        code="2101501", code_source="Printed", is_total="true", blanks="3 5 6",
    ),
    RowRecord(
        sha=SHA, table="03", row="15-2", line=None, page=None, label=None, code=None, code_source=None,
        is_total=None, blanks="",
    ),
    BlankRowRecord(sha=SHA, table="03", text='r16 201 其中：\n"一般"'),
    BlankRowRecord(sha=SHA, table="03", text="r17-2"),
    ColumnRecord(sha=SHA, table="03", column="5", label="2024年预算数/合计"),
    ColumnRecord(sha=SHA, table="03", column="6", label=None),
    ClaimRecord(
        sha=SHA, table="03", row="14", cell="5", row_part="14", figure=FIGURE, amount="351600.00", text="35 . 16",
        quantum="100", unit=None,
    ),
    ClaimRecord(
        sha=SHA, table="03", row="15", cell="5", row_part="15-2", figure="0d", amount="-0.00", text="nan",
        quantum="0.01", unit="Yuan",
    ),
    RepairRecord(sha=SHA, at=f"{ID}file/{SHA}/t03/r14/c5", repair="SpaceInsideNumber"),
    RepairRecord(sha=SHA, at=f"{ID}file/{SHA}/l159/o12", repair="GroupingSpace"),
    RefusalRecord(
        sha=SHA, table="112", row="2", cell="9", line="640", page="8", text="1,234.5\r\n(\\n) 'x' <y>",
        reason="form-not-read",
    ),
    RefusalRecord(sha=SHA, table="112", row="3", cell="1", line=None, page=None, text="None", reason="null"),
    BudgetFigureRecord(
        figure=FIGURE, sort="Figure", cube="budget", agency=AGENCY,
        scope="Consolidated", year="2024", phase="Final", flow="Expenditure", fund="T",
        revenue_code=T, function_code=f"{ID}code/function/2101506", economic_code=T, government_economic_code=T,
        nature="Project", origin="T", item="T", preferred="351600.00", agreement="agree", chosen_by=None, leaf="true",
        headline=None,
    ),
    ProjectFigureRecord(
        figure="0d", sort="Figure", cube="project", agency=AGENCY,
        scope="Own", year="2024", phase="Approved", project=f"{ID}project/{AGENCY}/a-1f",
        function_code=T, economic_code=f"{ID}code/economic/unlisted/30299x", fund="AllFiscal", origin="CarriedOver",
        funding_level="Central", term="Annual", preferred="0", agreement="single", chosen_by="only-printing",
        leaf="false", headline="true",
    ),
    EventFigureRecord(
        figure="0e", sort="Figure", cube="event", agency=AGENCY,
        scope="Own", year="2023", phase="Final", event=f"{ID}event/{AGENCY}/b-2e",
        item="Training", fund="General", preferred="1200.50", agreement="conflict",
        chosen_by='most-precise, "own year"', leaf="true", headline="true",
    ),
    ResourceFigureRecord(
        figure="0f", sort="Figure", cube="resource", agency=AGENCY,
        scope="Own", day="2023-12-31", year=None, kind="VehiclesHeld", unit="VehicleUnit",
        preferred="12", agreement="single", chosen_by=None, leaf="true", headline="true",
    ),
    ResourceFigureRecord(
        figure="10", sort="Figure", cube="resource", agency=AGENCY,
        scope="Consolidated", day=None, year="2024", kind="BuildingsValue",
        unit="YuanUnit", preferred="56400.50", agreement="conflict", chosen_by="most-supported", leaf="false",
        headline=None,
    ),
    BudgetFigureRecord(
        figure="11", sort="NamedFigure", cube=None, agency=AGENCY, scope="Own", year="2023", phase="Approved",
        flow="Expenditure", fund="T", revenue_code=T, function_code=f"{ID}code/function/together/2101101_2101103",
        economic_code=T, government_economic_code=T, nature="T", origin="T", item="T", preferred=None, agreement=None,
        chosen_by=None, leaf=None, headline=None,
    ),
    WholeRecord(figure=FIGURE, wider="0d"),
    WholeRecord(figure=FIGURE, wider="0e"),
    AgencyRecord(agency=AGENCY, name="互助县医疗保障局", area="630223"),
    AgencyRecord(agency="000000-中央 机关/100%", name="某“中央”机关", area=None),
    DisclosureRecord(
        disclosure=DISCLOSURE, agency=AGENCY, year="2024", kind="FinalDisclosure", scope="Consolidated",
        title="互助县医疗保障局2024年度部门决算公开",
    ),
    ProjectRecord(agency=AGENCY, project="a-1f", name="医疗救助, 含“困难群众”\n第二行"),
    EventRecord(agency=AGENCY, event="b-2e", name="业务培训班"),
    UnlistedCodeRecord(scheme="economic", code="30299x", parent=f"{ID}code/economic/30299"),
    UnlistedCodeRecord(scheme="function", code="299", parent=None),
    OtherCodeRecord(sha=SHA, table="03", row="14", text="50101 工资奖金津补贴"),
    MentionRecord(
        sha=SHA, at=f"{ID}file/{SHA}/l92/o36", code="2101506",
        name="其他医疗保障管理事务支出",
    ),
    MentionRecord(
        sha=SHA, at=f"{ID}file/{SHA}/s3/o0", code="2990101", name="某“项”",
    ),
    PassageRecord(sha=SHA, at=PROSE, line="159", page="12", text='“三公”经费 5.2 万元,\n比上年 "减少" 100%'),
    PassageRecord(sha=SHA, at=f"{ID}file/{SHA}/s7", line=None, page=None, text=None),
    PlacedRecord(
        sha=SHA, at=f"{PROSE}/o12", passage=PROSE, row=None, column=None, table=None, line=None, page=None
    ),
    PlacedRecord(
        sha=SHA, at=f"{ID}file/{SHA}/t07/r3/c4", passage=None, row=f"{ID}file/{SHA}/t07/r3-2",
        column=f"{ID}file/{SHA}/t07/k4", table=None, line=None, page=None,
    ),
    PlacedRecord(
        sha=SHA, at=f"{ID}file/{SHA}/t08/r3/c4", passage=None, row=None, column=None, table=f"{ID}file/{SHA}/t08",
        line="300", page="9",
    ),
    OtherClaimRecord(
        sha=SHA, at=f"{PROSE}/o12", figure=FIGURE, amount="52000", quantity=None, text="5.2", quantum="1000",
        unit="WanYuan",
    ),
    OtherClaimRecord(
        sha=SHA, at=f"{ID}file/{SHA}/t07/r3/c4", figure="0f", amount=None, quantity="12", text="12 ", quantum="1",
        unit=None,
    ),
    RefusedAmountRecord(sha=SHA, at=f"{PROSE}/o40", text="1,234.5", reason="unit-unknown"),
    ChangeRecord(
        sha=SHA, change="aa01", place=f"{PROSE}/o20", figure=FIGURE, base="11", direction="Decrease", amount="40100",
        text="4.01", quantum="100", unit="WanYuan", percent="43.54", percent_text="43.54%", reason='车辆"减少"',
    ),
    ChangeRecord(
        sha=SHA, change="aa02", place=f"{PROSE}/o20/2", figure=FIGURE, base=None, direction="Unchanged", amount=None,
        text=None, quantum=None, unit=None, percent=None, percent_text=None, reason=None,
    ),
    CompletionRateRecord(
        sha=SHA, at=f"{ID}file/{SHA}/t09/r5/c9", figure=FIGURE, base="11", percent="95.52", percent_text="95.52%"
    ),
    IndicatorRecord(
        agency=AGENCY, owner="whole", indicator="bb01", about=None, scope="Consolidated", year="2024", term="Annual",
        kind="OutputIndicators", group="QuantityGroup", name="培训“人次”",
    ),
    IndicatorRecord(
        agency=AGENCY, owner="a-1f", indicator="bb02", about=f"{ID}project/{AGENCY}/a-1f", scope=None, year="2024",
        term="WholePeriod", kind="OtherIndicators", group="OtherGroup", name="100% / 其他",
    ),
    TargetRecord(
        sha=SHA, at=f"{ID}file/{SHA}/t07/r5/c4", indicator=f"{ID}indicator/{AGENCY}/whole/bb01", operator="RangeOf",
        number="3", upper="4", unit="次", text="3-4次", doubt="unit-of-header", weight="10", first="产出",
        second="数量",
    ),
    TargetRecord(
        sha=SHA, at=f"{ID}file/{SHA}/t07/r6/c2", indicator=f"{ID}indicator/{AGENCY}/a-1f/bb02", operator=None,
        number=None, upper=None, unit=None, text=None, doubt=None, weight=None, first=None, second=None,
    ),
    ResultRecord(
        sha=SHA, at=f"{ID}file/{SHA}/t07/r5/c5", indicator=f"{ID}indicator/{AGENCY}/whole/bb01",
        target=f"{ID}file/{SHA}/t07/r5/c4", operator="EqualTo", number="4.50", upper="5", unit="%", text="4.5 %",
        doubt="x", score="9.5", deviation="资金\n不足",
    ),
    ProfileRecord(
        sha=SHA, at=f"{PROSE}/o1/profile", about=f"{ID}event/{AGENCY}/b-2e", year="2024", item="Training"
    ),
    ProfileRecord(sha=SHA, at=f"{PROSE}/o2/profile", about=f"{ID}project/{AGENCY}/a-1f", year="2024", item=None),
    DetailRecord(
        sha=SHA, at=f"{PROSE}/o9/time", profile=f"{PROSE}/o1/profile", kind="TimeDetail", text='5月, "上旬"'
    ),
    DutyRecord(sha=SHA, at=f"{PROSE}/o0/duty", agency=AGENCY, text="（一）管理“基金”"),
    OfficeRecord(sha=SHA, at=f"{PROSE}/o0/office", agency=AGENCY, name="办公室", note="负责文电"),
    OfficeRecord(sha=SHA, at=f"{PROSE}/o5/office", agency=AGENCY, name="财务股", note=None),
    AffiliationRecord(
        sha=SHA, at=f"{PROSE}/o0/unit", subordinate="630223-b-1f0c2b", superior=AGENCY, name="医保中心", note="事业单位"
    ),
    AffiliationRecord(
        sha=SHA, at=f"{PROSE}/o0/superior", subordinate=AGENCY, superior=None, name="上级", note=None
    ),
    SubordinationRecord(subordinate="630223-b-1f0c2b", superior=AGENCY),
    TogetherRecord(
        at=f"{ID}code/function/together/2101101_2101103", scheme="function", codes="2101101+2101103",
        name="行政单位医疗、公务员医疗补助",
    ),
    TogetherRecord(at=f"{ID}code/economic/together/301_39999", scheme="economic", codes="301+39999", name=None),
    ProposedLinkRecord(
        sha=SHA, link="5b1c", agency=AGENCY, about=f"{ID}project/a/dating", linked=f"{ID}project/a/zhongxin",
        ground="SimilarNameSameAmount", confidence="0.83",
    ),
    TogetherMemberRecord(
        at=f"{ID}code/function/together/2101101_2101103", member=f"{ID}code/function/2101101"
    ),
    ReportRecord(of="file", sha=SHA, report=SHA, conforms="false", agency=None),
    FindingRecord(
        of="file", sha=SHA, report=SHA, finding="7ac2", rule="expenditure-total-agrees", severity="Violation",
        focus=f"{ID}file/{SHA}/t01/r30/c5", found="3413000", expected="3413900", difference="-900", tolerance="550",
        cause="TruncatedCell", suspect="true", code=None, printed=None, known=None,
        message_zh="总表“支出总计”341.3与支出决算表合计341.39不一致",
        message_en='The total "341.3" is not 341.39,\nby 100%.',
    ),
    FindingRecord(
        of="file", sha=SHA, report=SHA, finding="7ac3", rule="code-in-book", severity="Info",
        focus=f"{ID}file/{SHA}/t03/r14",
        found=None, expected=None, difference=None, tolerance=None, cause=None, suspect=None,
        code="2101505", printed='名“称”',
        known="医疗保障政策管理", message_zh="编码不在目录中", message_en="The code is not in the book.",
    ),
    FindingCellRecord(of="file", sha=SHA, report=SHA, finding="7ac2", cell=f"{ID}file/{SHA}/t01/r30/c5"),
    FindingCellRecord(of="file", sha=SHA, report=SHA, finding="7ac2", cell=f"{ID}file/{SHA}/t03/r14/c5"),
    TallyRecord(
        of="file", sha=SHA, about=f"{ID}file/{SHA}/t03", rule="columns-add-up", outcome="passed", times="41"
    ),
    TallyRecord(
        of="file", sha=SHA, about=f"{ID}file/{SHA}", rule="account-adds-up", outcome="cantTell", times="1"
    ),
    RuleRecord(
        rule="levels-add", severity="Violation", scope="table", zh="上级科目等于所列下级科目之和",
        en='It "equals" the sum',
        comment_zh="同一栏中不相加。核对原件。", comment_en="In one column they do not add up.\nCompare the page.",
    ),
    RuleOutcomeRecord(rule="levels-add", outcome="passed", zh="等于所列下级科目之和：通过", en='It "equals": passed'),
    QuestionRecord(
        question="largest-projects", title_zh="最大的项目", title_en="The largest projects",
        description_zh="按金额排列", description_en='The "largest" first', kind="money",
        text='SELECT ?p WHERE {\n  ?p a cnf:Figure ; rdfs:label "x\\ty" . # 100%\n}\n',
    ),
    QuestionKeywordRecord(question="largest-projects", zh="项目", en=None),
    QuestionKeywordRecord(question="largest-projects", zh=None, en="project, large"),
    QuestionParameterRecord(
        question="largest-projects", parameter="year", zh="年度", en="year", optional="true",
        datatype="http://www.w3.org/2001/XMLSchema#gYear", value_class=None, node_kind=None, default="2024",
    ),
    QuestionParameterRecord(
        question="largest-projects", parameter="figure", zh="事实", en="figure", optional="false",
        datatype=None, value_class="http://www.w3.org/2004/02/skos/core#Concept",
        node_kind="http://www.w3.org/ns/shacl#IRI", default=None,
    ),
    QuestionPrefixRecord(prefix="cnf", namespace="https://w3id.org/cnfiscal/def#"),
)  # fmt: skip
"""Records of every class, with what is awkward in them: nulls, quotes, line ends, percent signs, Chinese in an IRI."""


@pytest.fixture
def records() -> tuple[Record, ...]:
    """Records of every class."""
    return RECORDS_BY_HAND


@pytest.fixture
def mappings() -> Path:
    """The folder of the mappings of this repository."""
    return Path(__file__).resolve().parents[2] / "mappings" / "rdf"
