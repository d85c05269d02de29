"""Nothing is left over: each template, macro, import of one and rule of style has its use."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STYLES = sorted((ROOT / "tipline" / "static").rglob("*.css"))
PAGES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
LEAFLET = "leaflet-"  # it puts the names of its classes together
every_page = pytest.mark.parametrize("page", PAGES)


@cache
def parsed(page: str) -> nodes.Template:
    text = (TEMPLATES / page).read_text("utf-8")
    return Environment(extensions=["jinja2.ext.i18n"]).parse(text)  # noqa: S701 (read, not rendered)


@cache
def macros(page: str) -> set[str]:
    return {macro.name for macro in parsed(page).find_all(nodes.Macro)}


@cache
def taken(page: str) -> list[tuple[str, str, str]]:
    """Return what a page takes from others: the other's name, the macro, and what it is here.

    The name is empty where the view says which page it is.
    """
    found = []
    for each in parsed(page).find_all(nodes.FromImport):
        for name in each.names:
            own, here = (name, name) if isinstance(name, str) else name
            found.append((named(each), own, here))
    for whole in parsed(page).find_all(nodes.Import):
        found += [
            (named(whole), part.attr, whole.target)
            for part in parsed(page).find_all(nodes.Getattr)
            if isinstance(part.node, nodes.Name) and part.node.name == whole.target
        ]
    return found


def named(taken: nodes.Import | nodes.FromImport) -> str:
    return str(taken.template.value) if isinstance(taken.template, nodes.Const) else ""


@cache
def read_names(page: str) -> set[str]:
    return {name.name for name in parsed(page).find_all(nodes.Name) if name.ctx == "load"}


@every_page
def test_a_page_takes_from_others_what_is_there_and_what_it_uses(page: str) -> None:
    for other, macro, here in taken(page):
        assert not other or macro in macros(other), f"{macro} of {other}"
        assert here in read_names(page), f"{macro} of {other} is not used"


@every_page
def test_each_macro_is_called(page: str) -> None:
    called = read_names(page) | {
        macro for each in PAGES for other, macro, _ in taken(each) if other in {page, ""}
    }
    assert macros(page) - called == set()


@cache
def all_text() -> str:
    kinds = ("templates/**/*.html", "tipline/**/*.py", "tipline/static/**/*.js")
    return "\n".join(path.read_text("utf-8") for kind in kinds for path in ROOT.glob(kind))


@every_page
def test_each_page_is_shown_by_its_name_or_by_one_that_is_put_together(page: str) -> None:
    folder, name = page.removesuffix(".html").rsplit("/", 1) if "/" in page else ("", page)
    text = all_text()
    of_a_site = re.search(rf'"\{{[\w.]+\}}/{re.escape(name)}\.html"', text)
    of_a_folder = re.search(rf'"{re.escape(folder)}/\{{[\w.]+\}}\.html"', text)
    assert f'"{page}"' in text or of_a_site or (of_a_folder and f'"{name}"' in text)


@pytest.mark.parametrize("sheet", STYLES, ids=lambda path: path.stem)
def test_each_class_and_id_of_a_style_sheet_stands_on_a_page(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    chosen = set(re.findall(r"[.#]([A-Za-z_][\w-]*)(?=[^{}]*\{)", rules))
    words = set(re.findall(r"[\w-]+", all_text()))
    assert {name for name in chosen - words if not name.startswith(LEAFLET)} == set()
