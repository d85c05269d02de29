"""The pages that a reader may count on, and the commands that the help names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tipline.cli import COMMANDS, cli

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
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
