"""The signature on a letter: reference case 12, whichever byte is changed, and without a certificate."""

from __future__ import annotations

import io
import logging
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pypdf import PdfWriter

from reviews import signature
from reviews.__main__ import main


def certificate(folder: Path, name: str = "Banking Supervision") -> tuple[Path, Path]:
    """A key with its own certificate in a PKCS#12 file, and the file of its password."""
    key = ec.derive_private_key(7_061_982, ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1))
        .not_valid_after(datetime(2126, 1, 1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    password, store = folder / "password", folder / "letters.p12"
    password.write_text("of the registry\n")
    sealed = serialization.BestAvailableEncryption(b"of the registry")
    store.write_bytes(pkcs12.serialize_key_and_certificates(b"letters", key, made, None, sealed))
    return store, password


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, password = certificate(tmp_path)
    monkeypatch.setenv(signature.CERTIFICATE, str(store))
    monkeypatch.setenv(signature.PASSWORD_FILE, str(password))


def _letter() -> bytes:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(content)
    return content.getvalue()


def _places(signed: bytes, step: int) -> list[int]:
    return [*range(0, len(signed), step), len(signed) - 1]


def _undetected(signed: bytes, step: int) -> list[int]:
    logging.disable(logging.CRITICAL)
    try:
        found = []
        for place in _places(signed, step):
            changed = bytearray(signed)
            # The lowest bit of a digit makes another digit; in a letter it makes another letter.
            changed[place] ^= 1
            if signature.checked(bytes(changed)).intact:
                found.append(place)
        return found
    finally:
        logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("configured")
def test_12_one_byte_of_a_signed_letter_flipped() -> None:
    signed = signature.sign(_letter(), reason="Decision 1")
    whole = signature.checked(signed)
    assert (whole.present, whole.intact, whole.signer) == (True, True, "Banking Supervision")
    assert len(whole.fingerprint) == 64
    assert _undetected(signed, 41) == []


@pytest.mark.exhaustive
@pytest.mark.usefixtures("configured")
def test_no_byte_of_a_signed_letter_can_be_changed() -> None:
    assert _undetected(signature.sign(_letter(), reason="Decision 1"), 1) == []


@pytest.mark.usefixtures("configured")
def test_what_is_added_behind_the_signature_shows() -> None:
    signed = signature.sign(_letter(), reason="Decision 1")
    assert not signature.checked(signed + b"\n").intact
    assert not signature.checked(signed[:-1]).intact
    assert signature.checked(_letter()) == signature.Signature(False, False, "", "")


def test_without_a_certificate_nothing_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(signature.CERTIFICATE, raising=False)
    assert not signature.configured()
    assert signature.signer_name() == ""


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("fault", ["password", "file", "missing"])
def test_a_certificate_that_cannot_be_used_says_which_setting(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "password":
        (tmp_path / "password").write_text("another")
    elif fault == "file":
        (tmp_path / "letters.p12").write_bytes(b"no certificate")
    else:
        monkeypatch.setenv(signature.CERTIFICATE, str(tmp_path / "nowhere.p12"))
    with pytest.raises(signature.NoCertificate, match=r"VIGIE_SIGNATURE names .* cannot be used"):
        signature.sign(_letter(), reason="Decision 1")


@pytest.mark.usefixtures("configured")
def test_the_command_says_of_a_letter_whether_it_is_intact(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed, letter = signature.sign(_letter(), reason="Decision 1"), tmp_path / "letter.pdf"
    for content, said, code in (
        (signed, "intact: signed by Banking Supervision", 0),
        (signed[:50] + b"x" + signed[51:], "changed", 1),
        (_letter(), "not signed", 1),
    ):
        letter.write_bytes(content)
        assert main(["verify", "--letter", str(letter)]) == code
        assert said in capsys.readouterr().out
