def test_tmp(reader, database):
    from tests.contracts.addresses import ids_of

    lena = reader("lena", "sv")
    for s in ("new", "mine", "agency", "waiting", "late", "tell"):
        p = lena.get(f"/staff/inbox?show={s}")
        print(s, p.texts(".chips a"), p.texts(".rows .row")[:3], p.texts(".card"))
    ids = ids_of(database, "rim")
    p = lena.get(f"/staff/threads/{ids['thread_id']}")
    print(p.texts("main"))
    p = lena.get(f"/staff/participants/{ids['participant_id']}")
