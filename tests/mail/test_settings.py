"""Settings of the machine that concern letters and who asks."""

from pathlib import Path

import pytest

from config import BadSetting, Config


def read(tmp_path: Path, **env: str) -> Config:
    return Config.from_env({"RIS_DATA": str(tmp_path), **env})


def test_a_mail_server_needs_a_sender(tmp_path: Path) -> None:
    config = read(tmp_path, RIS_SMTP_URL="smtp://mail.example:587?starttls=1", RIS_MAIL_FROM="ris@stadt.example")
    assert (config.smtp_url, config.mail_from) == ("smtp://mail.example:587?starttls=1", "ris@stadt.example")
    with pytest.raises(BadSetting, match="RIS_MAIL_FROM"):
        read(tmp_path, RIS_SMTP_URL="smtp://mail.example")


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp:geheim"])
def test_a_bad_address_is_refused_without_telling_the_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSetting, match="RIS_SMTP_URL") as refusal:
        read(tmp_path, RIS_SMTP_URL=url, RIS_MAIL_FROM="ris@stadt.example")
    assert "geheim" not in str(refusal.value)


def test_reports_go_to_an_address_of_their_own(tmp_path: Path) -> None:
    assert read(tmp_path).mail_return == ""
    assert read(tmp_path, RIS_MAIL_RETURN="rueck@stadt.example").mail_return == "rueck@stadt.example"
    for bad in ("rueck", "rueck@stadt.example\r\nRCPT TO:<x@y.example>", "<rueck@stadt.example>", "rück@stadt.example"):
        with pytest.raises(BadSetting, match="RIS_MAIL_RETURN"):
            read(tmp_path, RIS_MAIL_RETURN=bad)


def test_nobody_in_front_is_trusted_by_default(tmp_path: Path) -> None:
    assert read(tmp_path).trusted_proxies == 0
    assert read(tmp_path, RIS_TRUSTED_PROXIES="2").trusted_proxies == 2
    with pytest.raises(BadSetting, match="RIS_TRUSTED_PROXIES"):
        read(tmp_path, RIS_TRUSTED_PROXIES="alle")
