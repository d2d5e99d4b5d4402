"""Which addresses may be asked, and in which spelling they are kept."""

import pytest

from roadmap.links.addresses import Refused, is_public, read_address, readable

OURS = [
    *("127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::127.0.0.1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("", "localhost", "2130706433", "0177.0.0.1"),
]
PUBLIC = ["8.8.8.8", "2a02:6b8::2:242", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("number", OURS)
def test_a_number_of_a_private_network_is_not_asked_however_it_is_wrapped(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_a_number_of_the_open_internet_is(number):
    assert is_public(number)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("HTTP://School.Example:80", "http://school.example/"),
        (
            "https://школа.рф/план?q=ё#2",
            "https://xn--80atdl2c.xn--p1ai/%D0%BF%D0%BB%D0%B0%D0%BD?q=%D1%91#2",
        ),
        ("https://school.example./a%20b", "https://school.example/a%20b"),
        ("http://school.example:8080/", "http://school.example:8080/"),
    ],
)
def test_an_address_is_kept_in_one_spelling(written, kept):
    assert read_address(written).url == kept
    assert read_address(kept).url == kept


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 5432])
def test_a_port_where_no_site_is_is_not_asked(port):
    with pytest.raises(Refused, match="порт"):
        read_address(f"http://school.example:{port}/")


def test_people_read_the_name_of_a_site_as_they_write_it():
    assert readable(read_address("https://школа.рф/план").url) == "https://школа.рф/план"
    hidden = "https://school.example/%E2%80%AEfdp.exe"
    assert readable(hidden) == hidden
