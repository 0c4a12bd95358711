"""The one place that asks whether something may be tried again so soon."""


def attempt_allowed(name: str, key: str) -> bool:  # noqa: ARG001 - what a limit is counted by
    """Whether one more attempt may be made now.

    `name` is what is tried (activation, sms_code, sms_number, passkey), `key` whose it is: a
    letter's reference, an activation, a number, a sign-in. Asked before anything is written or
    looked up. No limit is counted here yet: the tries of each letter and each code are, by themselves.
    """
    return True
