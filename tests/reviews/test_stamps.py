"""Time stamps of the ledger's head, by an authority on this machine."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as plain_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from sqlalchemy.exc import IntegrityError

from reviews import stamps
from reviews.__main__ import main
from reviews.ledger import verify
from reviews.moments import now
from reviews.store import Store, open_store

WHEN = datetime(2026, 11, 2, 9, tzinfo=UTC)
STAMPING = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
OTHER = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])


@cache
def _key() -> rsa.RSAPrivateKey:
    # The authority for tests knows no other kind.
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


def authority(usage: x509.ExtendedKeyUsage = STAMPING) -> DummyTimeStamper:
    key = _key()
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Clock of the town")])
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(8)
        .not_valid_before(datetime(2026, 1, 1))
        .not_valid_after(datetime(2126, 1, 1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    der, plain = serialization.Encoding.DER, serialization.NoEncryption()
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, plain)
    return DummyTimeStamper(
        plain_x509.Certificate.load(made.public_bytes(der)),
        keys.PrivateKeyInfo.load(private),
        fixed_dt=WHEN,
    )


@pytest.fixture
def served() -> Iterator[str]:
    """The address of an authority that answers over HTTP."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(authority().request_tsa_response(asked).dump())

        def log_message(self, *_given: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tsr"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_head_is_stamped_and_the_stamp_read_again(store: Store) -> None:
    store.append({"action": "one"})
    head = store.heads()[0]
    made = stamps.stamp(store, now, authority())
    assert (made.seq, made.hash) == head
    assert (made.at, made.authority) == ("2026-11-02T09:00:00Z", "Clock of the town")
    assert stamps.stamps(store) == [made]
    assert [event.body["action"] for event in store.events()] == ["one", "ledger.stamped"]
    assert verify(store).state == "ok"


def test_a_stamp_of_another_head_or_with_a_changed_byte_does_not_hold(store: Store) -> None:
    store.append({"action": "one"})
    made = stamps.stamp(store, now, authority())
    with store.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT token FROM anchor").scalar()
    token = base64.b64decode(str(kept))
    for seq, digest in ((2, made.hash), (1, "0" * 64)):
        with pytest.raises(stamps.NoStamp, match="does not hold"):
            stamps.read(token, seq, digest)
    told = hashlib.sha256(f"1:{made.hash}".encode()).digest()
    for place in (token.index(told), token.index(b"20261102"), len(token) - 1):
        changed = bytearray(token)
        changed[place] ^= 1
        with pytest.raises(stamps.NoStamp):
            stamps.read(bytes(changed), 1, made.hash)
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE anchor SET token = 'x'")


@pytest.mark.parametrize("address", ["", "ftp://tsa.example", "http://127.0.0.1:9/tsr"])
def test_without_an_authority_that_answers_nothing_is_stamped(
    store: Store, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(stamps.ADDRESS, address)
    store.append({"action": "one"})
    with pytest.raises(stamps.NoStamp, match=stamps.ADDRESS):
        stamps.stamp(store, now)
    assert stamps.stamps(store) == []
    assert verify(store).count == 1


def test_a_certificate_for_other_purposes_stamps_nothing(store: Store) -> None:
    with pytest.raises(stamps.NoStamp, match="not for time stamps"):
        stamps.stamp(store, now, authority(OTHER))
    assert (stamps.stamps(store), verify(store).count) == ([], 0)


def test_the_command_stamps_over_http_and_verify_says_so(
    served: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"sqlite:///{tmp_path / 'a.db'}"
    store = open_store(address)
    store.append({"action": "one"})
    assert main(["stamp", "--store", address]) != 0
    assert "no authority is named" in capsys.readouterr().err
    monkeypatch.setenv(stamps.ADDRESS, served)
    assert main(["stamp", "--store", address]) == 0
    assert main(["verify", "--store", address]) == 0
    assert "event 1 stamped 2026-11-02T09:00:00Z by Clock of the town" in capsys.readouterr().out
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER anchor_no_update")
        connection.exec_driver_sql("UPDATE anchor SET token = 'AAAA'")
    store.close()
    assert main(["verify", "--store", address]) == 1
    assert "cannot be read" in capsys.readouterr().out
