"""A case at its desks, on the pages: triage gives it, a desk works on it, triage closes it."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Form, Page
from tests.review.test_actions import done, press
from tests.review.world import File, Sent, World
from tests.visitor import look
from tipline.tips.evidence import Kind as FileKind
from tipline.tips.state import Word

SUMMARY = "A boat without lights lands at night."
WHY = "It is their own boat."
PDF = File(b"%PDF-1.4 not much of one", FileKind.PDF)


def ready(client: FlaskClient, world: World, **more: Any) -> Sent:
    """Return a tip that was assessed, and whose summary was written."""
    sent = world.send(category="SEAC", **more)
    done(client, sent, "assessment", category="SEAC", priority="P3", text="No danger now at all.")
    done(client, sent, "summary", text=SUMMARY)
    return sent


def given(client: FlaskClient, world: World, **more: Any) -> Sent:
    sent = ready(client, world, **more)
    done(client, sent, "desks")
    return sent


def case_page(client: FlaskClient) -> Page:
    """Return the page of the only case in the list of a desk."""
    (link,) = [each for each in look(client.get("/en/cases")).links if "/cases/" in each]
    return look(client.get(link))


def wish_form(page: Page) -> Form:
    (form,) = [each for each in page.forms if "/wishes/" in each.action]
    return form


def step(client: FlaskClient, name: str, page: Page | None = None, **typed: str) -> TestResponse:
    page = page or case_page(client)
    form = page.form_to(f"/steps/{name}")
    chosen = {f"{name}-{field}": value for field, value in typed.items()}
    return client.post(form.action, data=form.values | chosen)


def took(client: FlaskClient, name: str, **typed: str) -> Page:
    answer = step(client, name, None, **typed)
    assert answer.status_code == 303, look(answer).words
    return look(client.get(answer.location))


def test_the_proposal_is_chosen_and_one_press_gives_the_case(
    world: World, noor: FlaskClient
) -> None:
    sent = ready(noor, world)
    page = look(noor.get(sent.path))
    assert "proposed: Coast Guard Command" in page.words
    assert "Coast Guard Command: a desk of its category" in page.words
    held = page.form_to("/desks").values
    assert (held["give-lead"], held["give-desks"]) == ("CG", "CG")
    page = done(noor, sent, "desks")
    assert "Coast Guard Command leads Not accepted yet" in page.words
    assert "Noor gave it to a desk: Coast Guard Command · leads" in page.words
    assert world.mailbox(sent).words[-1][0] is Word.PASSED


def test_what_is_missing_is_told_and_nothing_can_be_given(world: World, noor: FlaskClient) -> None:
    sent = world.send(category="SEAC")
    page = look(noor.get(sent.path))
    for told in ("It is not classified yet.", "It is not graded yet.", "It has no summary yet"):
        assert told in page.words
    assert not [form for form in page.forms if form.action.endswith("/desks#act-give")]
    token = page.hidden["csrf_token"]
    answer = noor.post(
        f"{sent.path}/desks",
        data={"csrf_token": token, "give-seen": "1", "give-lead": "CG", "give-desks": "CG"},
    )
    assert answer.status_code == 422
    assert "Before a case leaves triage" in look(answer).words


def test_a_desk_accepts_acts_and_is_done_and_triage_closes(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    assert look(ali.get("/en/queue")).words
    listed = look(ali.get("/en/cases"))
    assert SUMMARY in listed.words
    page = case_page(ali)
    assert SUMMARY in page.words
    assert "Waiting to be accepted for" in page.words
    assert "blue warehouse" not in page.words, "the reporter's words stay with triage"
    page = took(ali, "accept")
    assert "Coast Guard Command leads Accepted" in page.words
    page = took(ali, "start", text="A boat is out.")
    assert "Action under way" in page.words
    page = took(ali, "done", outcome="OUT_SAFE", text="Two were brought in.")
    assert "A person protected" in page.words
    assert SUMMARY in look(ali.get("/en/cases?tab=finished")).words
    page = look(noor.get(sent.path))
    assert "Ali said that the desk is done: A person protected" in page.words
    assert "Done, to be closed" in page.words
    page = done(noor, sent, "closing", outcome="OUT_SAFE")
    assert "Closed" in page.words
    assert look(ali.get("/en/cases")).words


def test_an_outcome_that_asks_for_a_note_asks_a_desk_for_it_too(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    given(noor, world)
    for step in ("accept", "start"):
        took(ali, step)
    form = case_page(ali).form_to("/done")
    asked = form.values | {"done-outcome": "OUT_UNFOUNDED"}
    answer = ali.post(form.action, data=asked)
    assert answer.status_code == 422
    assert "Say why: this outcome asks for a note." in look(answer).words
    took(ali, "done", outcome="OUT_UNFOUNDED", text="Nobody was there.")


def test_a_desk_declines_with_a_reason_and_has_it_no_more(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    address = next(each for each in look(ali.get("/en/cases")).links if "/cases/" in each)
    answer = step(ali, "decline", None, text="no")
    assert answer.status_code == 422
    assert "Say why, in at least 10 characters." in look(answer).words
    page = took(ali, "decline", text="It lies in the harbour.")
    assert "No case waits for your desk." in page.words
    assert ali.get(address).status_code == 404
    page = look(noor.get(sent.path))
    assert "Coast Guard Command Declined" in page.words
    assert "It lies in the harbour." in page.words
    assert "In triage" in page.words


def test_the_second_of_two_at_a_desk_is_told(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    given(noor, world)
    badr = world.analyst("Badr", desks=("CG",))
    page = case_page(badr)
    took(ali, "accept")
    answer = step(badr, "accept", page)
    assert answer.status_code == 409
    assert "New Ali Coast Guard Command accepted it" in look(answer).words


def test_a_wish_is_asked_by_triage_or_declined(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    asks = "A desk asks something of the reporter"
    assert asks not in look(noor.get("/en/queue")).words
    took(ali, "wish", text="Which berth?")
    assert asks in look(noor.get("/en/queue")).words
    page = look(noor.get(sent.path))
    assert "A desk would have the reporter asked" in page.words
    form = wish_form(page)
    (name,) = [each for each in form.values if each.endswith("-text")]
    assert form.values[name] == "Which berth?"
    answer = noor.post(form.action, data=form.values | {"do": "decline"})
    assert "Say why, in at least 10 characters." in look(answer).words
    assert noor.post(form.action, data=form.values | {"do": "ask"}).status_code == 303
    assert [each.text for each in world.answers(sent)] == ["Which berth?"]
    assert asks not in look(noor.get("/en/queue")).words
    took(ali, "wish", text="What is his name?")
    form = wish_form(look(noor.get(sent.path)))
    (why,) = [each for each in form.values if each.endswith("-why")]
    declined = form.values | {"do": "decline", why: "It would point at them."}
    assert noor.post(form.action, data=declined).status_code == 303
    page = case_page(ali)
    assert "It would point at them." in page.words
    assert len(world.answers(sent)) == 1


def test_triage_takes_back_and_sends_back(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    took(ali, "accept")
    took(ali, "done", outcome="OUT_NOTRACE")
    form = look(noor.get(sent.path)).form_to("/desks/CG")
    data = form.values | {"desk-CG-text": "Look at the jetty too.", "do": "send-back"}
    assert noor.post(form.action, data=data).status_code == 303
    assert "Look at the jetty too." in case_page(ali).words
    form = look(noor.get(sent.path)).form_to("/desks/CG")
    assert noor.post(form.action, data=form.values | {"do": "take-back"}).status_code == 422
    data = form.values | {"desk-CG-text": WHY, "do": "take-back"}
    assert noor.post(form.action, data=data).status_code == 303
    page = look(noor.get(sent.path))
    assert "Coast Guard Command Taken back" in page.words
    assert "No case waits for your desk." in look(ali.get("/en/cases")).words


def test_a_desk_that_it_is_about_is_left_out(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    page = done(noor, sent, "conflicts", desks="CG", text=WHY)
    assert "The case is about these desks; they are not given it: Coast Guard Command" in page.words
    assert "Coast Guard Command is left out: the case is about it" in page.words
    assert "proposed: Main Operations Room" in page.words
    assert "No case waits for your desk." in look(ali.get("/en/cases")).words
    assert press(noor, sent, "desks", None, lead="CG").status_code == 422


def test_a_granted_file_is_shown_and_no_other(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world, files=[PDF, File(b"%PDF-1.4 another", FileKind.PDF)])
    first, second = (each.blob.hex() for each in world.report(sent).evidence)
    page = case_page(ali)
    assert first not in page.html
    done(noor, sent, "grants", files=first)
    page = case_page(ali)
    (link,) = [each for each in page.links if "/files/" in each]
    assert first in link
    shown = look(ali.get(link))
    assert "Attachment 1" in shown.words
    assert "Download" not in shown.words
    assert ali.get(link.replace(first, second)).status_code == 404
    assert ali.get(f"{sent.path}/files/{first}").status_code == 404


def test_the_tip_itself_is_given_on_purpose(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    assert ali.get(sent.path).status_code == 404
    form = look(noor.get(sent.path)).form_to("/desks/CG")
    data = form.values | {"desk-CG-text": "They must hear it.", "do": "give-tip"}
    assert noor.post(form.action, data=data).status_code == 303
    page = look(ali.get(sent.path))
    assert "blue warehouse" in page.words
    assert not [form for form in page.forms if "/tips/" in form.action]
    assert "Your desk was given the reporter's own words as well" in case_page(ali).words


def test_life_comes_first(world: World, noor: FlaskClient) -> None:
    omar = world.analyst("Omar", desks=("OPS",))
    sent = world.send(category="SEAC")
    done(noor, sent, "assessment", category="SEAC", priority="P1", life="y")
    page = look(noor.get(sent.path))
    assert "Life comes first: the operations room can be given it all the same" in page.words
    answer = press(noor, sent, "desks", page, lead="OPS", desks="OPS")
    assert answer.status_code == 303, look(answer).words
    assert "Not evaluated: life comes first" in look(noor.get(sent.path)).words
    assert "No summary is written yet. Ask triage." in case_page(omar).words


def test_one_desk_that_does_everything_sees_one_page(world: World, noor: FlaskClient) -> None:
    sent = ready(noor, world)
    done(noor, sent, "desks", lead="TRIAGE", desks="TRIAGE")
    page = look(noor.get(sent.path))
    form = page.form_to("/steps/accept")
    answer = noor.post(form.action, data=form.values)
    assert answer.status_code == 303
    assert f"/tips/{sent.id.hex()}" in answer.location
    assert "Tip triage desk leads Accepted" in look(noor.get(sent.path)).words


def test_somebody_of_the_desk_takes_it(world: World, noor: FlaskClient, ali: FlaskClient) -> None:
    given(noor, world)
    page = took(ali, "person")
    assert "With Ali since" in page.words
    page = took(ali, "person", analyst="")
    assert "With Ali since" not in page.words
    answer = step(ali, "person", None, analyst="ab" * 16)
    assert answer.status_code == 422


def test_nobody_else_comes_in(world: World, noor: FlaskClient, ali: FlaskClient) -> None:
    given(noor, world)
    address = next(each for each in look(ali.get("/en/cases")).links if "/cases/" in each)
    page = look(ali.get(address))
    form = page.form_to("/steps/accept")
    omar = world.analyst("Omar", desks=("OPS",))
    token = look(omar.get("/en/cases")).hidden["csrf_token"]
    there, never = (omar.get(each) for each in (address, f"/en/cases/{'ab' * 16}"))
    assert (there.status_code, never.status_code) == (404, 404)
    assert look(there).words == look(never).words
    data = form.values | {"csrf_token": token}
    assert omar.post(form.action, data=data).status_code == 404
    assert ali.post(form.action.replace("/accept", "/nothing"), data=form.values).status_code == 404


def test_the_address_of_a_case_leads_its_own_desk_to_the_tip(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    address = next(each for each in look(ali.get("/en/cases")).links if "/cases/" in each)
    assert sent.path in noor.get(address.partition("?")[0]).location
