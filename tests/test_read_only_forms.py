"""While the database takes no writes, every form that would write is answered with a 503; no other breaks."""

from __future__ import annotations

import re

from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.posted import FINE, FORM_TYPE, Browsers, Form, encoded, forms_of
from tests.screenings import screen
from tests.test_outages import HTML, read_only
from tests.world import make_world

WRITES = re.compile("INSERT|UPDATE|DELETE")


def sent(browsers: Browsers, form: Form) -> HttpResponse:
    client = browsers.of(form.who)
    client.raise_request_exception = False
    return client.post(form.path, encoded(form.values), content_type=FORM_TYPE, headers={"accept": HTML})


def writes(browsers: Browsers, form: Form) -> bool:
    """Send it as it is shown, and undo what it did; say whether it did anything."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        sent(browsers, form)
        transaction.set_rollback(True)
    return any(WRITES.match(query["sql"]) for query in queries)


def test_no_form_claims_that_it_was_saved(transactional_db: None) -> None:
    world = make_world()
    screen(world.owner.user)
    browsers = Browsers(world)
    forms = [(form, writes(browsers, form)) for form in forms_of(world, browsers)]
    with read_only():
        answers = [(form, is_writing, sent(browsers, form).status_code) for form, is_writing in forms]
    assert sum(is_writing for _form, is_writing in forms) > 25
    assert [form for form, is_writing, status in answers if is_writing and status != 503] == []
    assert [form for form, _is_writing, status in answers if status not in {*FINE, 503}] == []
