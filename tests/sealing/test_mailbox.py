"""From a code to its mailbox, as docs/format.md says it."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.sealing.conftest import PEPPER
from tipline.sealing import mailbox
from tipline.sealing.receipt import ReceiptCode, draw

CODE = ReceiptCode("3214282912345698765432161182")


def test_the_derivation_is_that_of_the_format() -> None:
    secret = Argon2id(salt=PEPPER, length=32, iterations=1, lanes=1, memory_cost=8192).derive(
        CODE.digits.encode()
    )

    def derived(info: bytes, length: int) -> bytes:
        return HKDF(hashes.SHA256(), length, None, info).derive(secret)

    key = mailbox.derive(CODE, PEPPER)
    assert key.id == derived(b"tipline/v1/mailbox/id", 16)
    assert key.identity.seed == derived(b"tipline/v1/mailbox/identity", 32)


def test_the_derivation_does_not_change_from_version_to_version() -> None:
    assert mailbox.derive(CODE, PEPPER).id.hex() == "401d5ddb36449c923e07f6d9672e6c48"


def test_another_code_or_another_pepper_is_another_mailbox() -> None:
    keys = [mailbox.derive(CODE, PEPPER), mailbox.derive(CODE, bytes(32))]
    keys.append(mailbox.derive(draw(), PEPPER))
    assert len({key.id for key in keys}) == 3
    assert len({key.identity.seed for key in keys}) == 3


def test_a_mailbox_key_does_not_show_its_identity() -> None:
    key = mailbox.derive(CODE, PEPPER)
    assert key.identity.seed.hex() not in repr(key)
    assert key.identity.text not in repr(key)
