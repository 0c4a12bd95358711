"""A double tap stores once, also when twenty arrive together."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from portal.messages.models import Message
from portal.notices.models import Notice, NoticeKind
from portal.people.demo import demo_id


def sent(database) -> int:
    with database.reading() as session:
        wanted = select(func.count()).where(
            Message.participant_id == demo_id("rim"), Message.body == "En gång"
        )
        return session.scalar(wanted)


def test_twenty_parallel_posts_with_one_key_store_one_message(app, reader, database):
    rim = reader("rim", "sv")
    form = rim.get("/messages/new").form("/messages/new") | {"body": "En gång"}
    cookies = {name: rim.client.get_cookie(name).value for name in ("portal", "form", "language")}

    def post(_number: int) -> int:
        client = app.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value)
        return client.post("/messages/new", data=form).status_code

    with ThreadPoolExecutor(max_workers=10) as pool:
        answers = list(pool.map(post, range(20)))
    assert answers == [303] * 20
    assert sent(database) == 1


def test_twenty_parallel_posts_of_staff_store_one_message_and_one_notice(app, reader, database):
    lena, path = reader("lena", "sv"), f"/staff/participants/{demo_id('rim')}/post"
    asked = lena.get(f"{path}?what=message&phrase=free").form(path)
    form = asked | {"phrase": "free", "body": "En gång"}
    cookies = {name: lena.client.get_cookie(name).value for name in ("portal", "form", "language")}

    def post(_number: int) -> int:
        client = app.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value)
        return client.post(path, data=form).status_code

    def notices() -> int:
        with database.reading() as session:
            about = select(func.count()).where(
                Notice.participant_id == demo_id("rim"), Notice.kind == NoticeKind.MESSAGE
            )
            return session.scalar(about)

    before = notices()
    with ThreadPoolExecutor(max_workers=10) as pool:
        answers = list(pool.map(post, range(20)))
    assert answers == [303] * 20
    assert (sent(database), notices() - before) == (1, 1)


def test_a_refused_form_gives_its_key_back(reader, database):
    rim = reader("rim", "sv")
    form = rim.get("/messages/new").form("/messages/new")
    rim.post("/messages/new", form, status=422)
    rim.send("/messages/new", form | {"body": "En gång"})
    assert sent(database) == 1


def test_two_people_may_have_the_same_key(reader, database):
    form_key = "the-same-key"
    for slug in ("rim", "hodan"):
        person = reader(slug, "sv")
        form = person.get("/messages/new").form("/messages/new")
        person.send("/messages/new", form | {"body": "En gång", "form_key": form_key})
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Message.body == "En gång")) == 2
