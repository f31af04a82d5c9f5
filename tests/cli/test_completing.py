"""What a shell is given to complete, asked as a shell asks: by the variables of the completion protocol."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kg.cli.main import app
from kg.query.completing import completions
from kg.store import GraphStore

Ask = Callable[..., list[str]]
BODY = "甲市医疗保障局"
TRIG = f"""
@prefix cnf: <https://w3id.org/cnfiscal/def#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix id: <http://example.org/id/> .
<http://example.org/graph> {{
  <http://example.org/id/agency/1> a org:FormalOrganization ; rdfs:label "{BODY}" .
  <http://example.org/id/d> a cnf:Disclosure ; cnf:fiscalYear "2024"^^xsd:gYear .
  <http://example.org/id/code/function/2101505> skos:inScheme id:scheme ; skos:notation "2101505" ;
    skos:prefLabel "医疗保障政策管理"@zh .
  <http://example.org/id/code/function/208> skos:inScheme id:scheme ; skos:notation "208" ;
    skos:prefLabel "社会保障和就业支出"@zh .
}}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("completing") / "store"
    with GraphStore.create(path) as graph:
        graph.add(parse(TRIG, format=RdfFormat.TRIG))
    return path


@pytest.fixture
def complete(store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """The words that are proposed behind these, of which the last is begun."""

    def asked(*words: str, environment: str = "") -> list[str]:
        monkeypatch.setenv("KG_STORE", environment or str(store))
        monkeypatch.setenv("COMP_WORDS", " ".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        monkeypatch.setenv("_KG_COMPLETE", "complete_bash")
        with pytest.raises(SystemExit) as ended:
            app(prog_name="kg")
        assert ended.value.code == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out.split()

    return asked


def test_names_of_questions(complete: Ask) -> None:
    assert complete("kg", "ask", "total") == ["total-spending"]
    assert set(complete("kg", "ask", "proc")) == {"procurement", "procurement-shares"}
    assert complete("kg", "ask", "zzz") == []


def test_the_command_itself_completes(store: Path) -> None:
    """The variable that a shell sets is named for the command."""
    words = {"COMP_WORDS": "kg ask total-spending --param agency=", "COMP_CWORD": "4", "_KG_COMPLETE": "complete_bash"}
    command = Path(sys.executable).with_name("kg")
    environment = os.environ | words | {"KG_STORE": str(store)}
    done = subprocess.run([command], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [f"agency={BODY}"]


def test_parameters_of_the_question_that_is_named(complete: Ask) -> None:
    assert complete("kg", "ask", "function-code", "--param", "") == ["code=", "agency=", "year=", "phase="]
    assert complete("kg", "ask", "function-code", "-p", "ph") == ["phase="]
    assert complete("kg", "ask", "function-code", "--param", "year=2024", "--param", "a") == ["agency="]
    assert complete("kg", "ask", "--param", "") == []


def test_members_of_a_dimension(complete: Ask) -> None:
    assert complete("kg", "ask", "total-spending", "--param", "phase=") == [
        "phase=approved", "phase=revised", "phase=estimate", "phase=final",
    ]  # fmt: skip
    assert complete("kg", "ask", "total-spending", "--param", "phase=f") == ["phase=final"]


def test_bodies_years_and_codes_are_those_of_the_store(complete: Ask, store: Path, tmp_path: Path) -> None:
    assert complete("kg", "ask", "total-spending", "--param", "agency=") == [f"agency={BODY}"]
    assert complete("kg", "ask", "total-spending", "--param", "agency=乙") == []
    assert complete("kg", "ask", "total-spending", "--param", "year=20") == ["year=2024"]
    assert complete("kg", "ask", "function-code", "--param", "code=2") == ["code=208", "code=2101505"]
    given = ("kg", "ask", "function-code", "--store", str(store), "--param", "code=21")
    assert complete(*given, environment=str(tmp_path / "none")) == ["code=2101505"]
    assert complete("kg", "ask", "total-spending", "-p", "year=", environment=str(tmp_path / "none")) == []


def test_each_value_has_words_on_it(store: Path) -> None:
    assert completions("code", "208", store) == (("208", "社会保障和就业支出"),)
    assert completions("scope", "own", store) == (("own", "Own"),)
    assert completions("text", "", store) == ()
