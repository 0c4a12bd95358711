"""The portal as a client of one provider: code flow with PKCE, nonce and a signed assertion.

Of Authlib it uses the parts that are rules and not habits: the assertion, the challenge, the
claims. Its HTTP session and its cookie-kept state stay out; fetching and attempts are our own.
"""

import json
from collections.abc import Mapping
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import ECKey

from portal.config.providers import Provider
from portal.sign_in import tokens
from portal.sign_in.attempts import Secrets
from portal.sign_in.faults import Refused, Why, away, fault
from portal.sign_in.fetching import Deadline
from portal.sign_in.metadata import Metadata
from portal.sign_in.outage import Outage
from portal.sign_in.tokens import Identity, LogoutToken

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 60
LONGEST_CODE = 2000
# Errors an answer may carry (RFC 6749, 4.1.2.1; OpenID Connect Core 3.1.2.6) and what they mean.
ERRORS = {
    "access_denied": Why.CANCELLED,
    "login_required": Why.CANCELLED,
    "interaction_required": Why.CANCELLED,
    "unmet_authentication_requirements": Why.WEAK,
    "server_error": Why.AWAY,
    "temporarily_unavailable": Why.AWAY,
}


class Client:
    """What the portal asks of one provider. Every call raises Refused, and nothing else."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._outage = Outage()
        self._metadata = Metadata(provider, self._outage)
        self._key = ECKey.import_key(provider.key)

    def address(
        self, secrets: Secrets, redirect_uri: str, languages: str, *, anew: bool = False
    ) -> str:
        """Where the person is sent to show who she is; `languages` are tags, the best first.

        `anew`: whoever the provider knows already is to show it again.
        """
        provider = self.provider
        addresses = self._metadata.addresses(Deadline())
        query = {
            "response_type": "code", "response_mode": "query", "client_id": provider.client_id,
            "redirect_uri": redirect_uri, "scope": " ".join(provider.scopes),
            "state": secrets.state, "nonce": secrets.nonce,
            "code_challenge": create_s256_code_challenge(secrets.verifier),
            "code_challenge_method": "S256", "max_age": "0" if anew else str(provider.max_age),
            "ui_locales": languages, "acr_values": " ".join(provider.acr),
            "claims": json.dumps({"id_token": self._claims()}, separators=(",", ":")),
            **({"prompt": "login"} if anew else {}),
        }  # fmt: skip
        return str(add_params_to_uri(addresses.authorization, list(query.items())))

    def _claims(self) -> dict[str, Any]:
        """Asked for in the ID token: userinfo may come signed, and costs one more question."""
        names = self.provider.claims
        wanted = (
            (names.employee, names.organisation)
            if self.provider.is_for_staff
            else (names.personal_number, names.coordination_number, names.previous_number)
        )
        asked: dict[str, Any] = {name: None for name in wanted if name}
        acr = {"essential": True, "values": list(self.provider.acr)}
        return asked | {"acr": acr, "auth_time": {"essential": True}}

    def identity(
        self, answer: Mapping[str, str], nonce: str, verifier: str, redirect_uri: str
    ) -> Identity:
        """The person behind an answer at our redirect address, whose state has been found."""
        self._check_sender(answer)
        if "error" in answer:
            raise Refused(ERRORS.get(answer["error"], Why.FAULT), "the provider says so")
        code = answer.get("code", "")
        if not code or len(code) > LONGEST_CODE:
            raise fault("no code")
        deadline = Deadline()
        token = self._redeem(code, verifier, redirect_uri, deadline)
        return tokens.identity(self.provider, self._metadata, token, nonce, deadline)

    def logout(self, token: object) -> LogoutToken:
        """Whose sign-in the provider has ended."""
        return tokens.logout(self.provider, self._metadata, token, Deadline())

    def end_session(self) -> str:
        """Where the provider itself is signed out of; empty where it has no such address."""
        return self._metadata.addresses(Deadline()).end_session

    def _check_sender(self, answer: Mapping[str, str]) -> None:
        """An answer meant for another provider's code must not be taken to this one (RFC 9207)."""
        sender = answer.get("iss")
        if sender != self.provider.issuer and (self.provider.response_iss or sender is not None):
            raise fault("response iss")

    def _redeem(self, code: str, verifier: str, redirect_uri: str, deadline: Deadline) -> object:
        endpoint = self._metadata.addresses(deadline).token
        # A key object, or Authlib would take it for RSA; no claims of our own, or its jti is reused.
        assertion = private_key_jwt_sign(
            self._key, client_id=self.provider.client_id, token_endpoint=endpoint, alg="ES256",
            expires_in=ASSERTION_SECONDS,
        )  # fmt: skip
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri,
            "client_id": self.provider.client_id, "code_verifier": verifier,
            "client_assertion_type": ASSERTION, "client_assertion": assertion,
        }  # fmt: skip
        status, said = self._outage.ask(endpoint, deadline, form)
        if status >= 500:
            raise away("token endpoint")
        if status != 200:
            raise fault("code refused")
        return said.get("id_token")
