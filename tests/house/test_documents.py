"""The pages that a reader may count on, and the commands that the help names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tipline.cli import COMMANDS, cli
from tipline.cli.serve import SITES
from tipline.tips.second import Deed

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LISTED = (
    "agencies", "casework", "dispatch", "places", "review/forms", "review/hotline", "search",
    "stills",
)  # fmt: skip
ROOMS = sorted(path for room in LISTED for path in (ROOT / "tipline" / room).rglob("__init__.py"))
DEEDS = {  # what takes two officers, as the plan says it
    Deed.LOWER: "lowering a P1",
    Deed.CLOSE: "ending what is grave",
    Deed.SET_ASIDE: "ending what is grave",
    Deed.DESTROY: "destroying before the day",
    Deed.DESTROY_ORIGINAL: "destroying before the day",
    Deed.EXPORT: "letting a copy or a file leave",
    Deed.DOWNLOAD: "letting a copy or a file leave",
    Deed.HOLD: "a legal hold",
    Deed.INDICATE: "stating a reasonable indication",
    Deed.ORIGINAL: "reading what the reporter of a finished case wrote",
    Deed.DISPATCH: "sending the summary to an outside agency",
    Deed.FOOTAGE: "asking a camera's keeper for recordings",
    Deed.STILL: "having a camera give a still",
}
PARTS = ("## Context", "## Choice", "## What it costs", "## When to look again")


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:3]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_says_why_what_it_costs_and_until_when(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [part for part in PARTS if part not in text] == []


@pytest.mark.parametrize("name", ["LICENSE", "SECURITY.md", "README.md", "docs/design.md"])
def test_a_page_exists(name: str) -> None:
    assert (ROOT / name).stat().st_size > 500


def test_no_page_links_to_nothing() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "keys" / "README.md"]
    missing = [
        f"{page.relative_to(ROOT)} → {target}"
        for page in pages
        for target in re.findall(
            r"\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)", page.read_text("utf-8")
        )
        if not (page.parent / target).exists()
    ]
    assert missing == []


def test_the_plan_names_each_room() -> None:
    rooms = (ROOT / "docs/design.md").read_text("utf-8").partition("## 8. The rooms")[2]
    told = set(re.findall(r"^  ([a-z]+)/ ", rooms, re.MULTILINE)) - {"static"}
    there = {path.parent.name for path in (ROOT / "tipline").glob("*/__init__.py")}
    assert told == there
    folders = re.findall(r"^([a-z]+)/ ", rooms, re.MULTILINE)
    assert [name for name in folders if not (ROOT / name).is_dir()] == []


def test_the_plan_names_each_site_and_each_deed_of_two_officers() -> None:
    plan = " ".join((ROOT / "docs/design.md").read_text("utf-8").split())
    sites = plan.partition("## 2. ")[2].partition("## 3. ")[0]
    assert [name for name in SITES if f"`{name}`" not in sites or f"**{name}**" not in sites] == []
    two = plan.partition("A deed that takes two officers")[2].partition("What saves a life")[0]
    assert {deed: words for deed, words in DEEDS.items() if words not in two} == {}
    assert set(DEEDS) == set(Deed)


def test_the_format_lists_its_sections_and_cites_no_other() -> None:
    text = (ROOT / "docs/format.md").read_text("utf-8")
    sections = re.findall(r"^## (\d+\. .+)$", text, re.MULTILINE)
    assert re.findall(r"^\| \[(\d+\. [^]]+)\]", text, re.MULTILINE) == sections
    derived = next(each for each in sections if each.endswith("Derived keys")).partition(".")[0]
    assert set(re.findall(r"HKDF as in section (\d+)", text)) == {derived}


@pytest.mark.parametrize("room", [*ROOMS, ROOT / "tipline/review/__init__.py"], ids=str)
def test_a_room_names_each_of_its_modules(room: Path) -> None:
    told = ast.get_docstring(ast.parse(room.read_text("utf-8"))) or ""
    modules = {path.stem for path in room.parent.glob("[a-z]*.py")}
    assert modules - set(re.findall(r"``(\w+)``", told)) == set()


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command, and every command of a group, with the words that call it."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {each}", it) for each, it in command.commands.items())


every_command = pytest.mark.parametrize(("name", "command"), list(commands()))


@every_command
def test_every_command_says_what_it_does(name: str, command: click.Command) -> None:
    does = (command.help or "").split("\n\n")[0]
    assert re.match(r"[A-Z][a-z]+ .*\.$", does, re.DOTALL), does


@every_command
def test_every_command_says_what_it_asks(name: str, command: click.Command) -> None:
    for asked in command.params:
        if isinstance(asked, click.Option):
            assert re.search(r"^[A-Z].*\.$", asked.help or ""), asked.name
        else:
            named = getattr(asked.type, "choices", [str(asked.name).upper()])
            assert any(word in (command.help or "") for word in named), asked.name


@every_command
def test_every_command_says_how_it_is_called_or_what_comes_next(
    name: str, command: click.Command
) -> None:
    last = re.findall(r"^ *(Example|Next): (.+)", command.help or "", re.MULTILINE)
    assert last
    for kind, told in last:
        assert kind == "Next" or re.match(rf"tipline {name}\b", told), told


@every_command
def test_a_command_that_a_help_names_exists_and_a_help_is_shown_as_it_was_written(
    name: str, command: click.Command
) -> None:
    known = dict(commands())
    shown = command.get_help(click.Context(command))
    assert "\\b" not in shown
    for told in re.findall(r"\btipline (\w+)", shown):
        assert told in known


def test_the_first_help_keeps_its_lines() -> None:
    assert re.search(r"\n +To serve: +tipline serve both\n", cli.get_help(click.Context(cli)))


def test_every_rule_left_out_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    rules = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.pydocstyle]")]
    bare = [line for line in rules.splitlines() if re.match(r'\s+"[A-Z]+[0-9]*",\s*$', line)]
    assert bare == []


def test_no_suppression_comes_without_a_reason() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("tipline", "tests", "bench")
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"# (noqa: [A-Z0-9, ]+|noqa|type: ignore(\[[a-z-]+\])?)\s*$", line)
    ]
    assert bare == []
