"""Which addresses may be reached: the public internet, and what the administrator names."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Public by number, yet answering from inside a cloud's own network.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16"), ipaddress.ip_address("100.100.100.200")})


class AddressRefused(Exception):
    """A host leads to where nothing may be fetched from. The message is for people."""


@dataclass(frozen=True, kw_only=True)
class AddressPolicy:
    """Refuses loopback, link-local, private, multicast, reserved and metadata addresses.

    Attributes:
        hosts: names that may lead anywhere, in lower case: peers inside one's own network.
        networks: addresses that may be reached under any name.
    """

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPNetwork, ...] = field(default=())

    @classmethod
    def allowing(cls, peers: Iterable[str]) -> "AddressPolicy":
        """Return the policy that also allows ``peers``: host names, addresses or networks (CIDR)."""
        hosts, networks = set(), []
        for peer in peers:
            try:
                networks.append(ipaddress.ip_network(peer.strip("[]"), strict=False))
            except ValueError:
                hosts.add(peer.casefold().rstrip("."))
        return cls(hosts=frozenset(hosts), networks=tuple(networks))

    def resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of ``host`` that may be connected to, in the resolver's order.

        One forbidden address refuses the host: a name that answers with both is an attempt to get in.

        Raises:
            AddressRefused: where there is none, or one that may not be reached.
        """
        found = self._addresses(host, port)
        if host.casefold().rstrip(".") not in self.hosts:
            for address in found:
                self.require(host, address)
        return [str(address) for address in found]

    def require(self, host: str, address: IPAddress) -> None:
        """Raise ``AddressRefused`` unless ``address`` is public or allowed."""
        if any(address in network for network in self.networks if network.version == address.version):
            return
        if not all(_is_public(part) for part in _meanings(address)):
            led = "" if host == str(address) else f" leads to {address}, which"
            raise AddressRefused(
                f"{host}{led} is not on the public internet. "
                "An administrator can allow it with COLONNADE_ALLOWED_PEERS"
            )

    @staticmethod
    def _addresses(host: str, port: int) -> list[IPAddress]:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise AddressRefused(f"there is no host {host[:200]}") from error
        # An IPv6 address may carry the interface's name behind "%".
        return [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


def _meanings(address: IPAddress) -> list[IPAddress]:
    """Return the address with every IPv4 address that a tunnel or a translator would make of it."""
    meanings: list[IPAddress] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        embedded = [part for part in inner if part is not None]
        # A mapped address is the IPv4 address; the wrapping says nothing of its own.
        meanings = [*embedded] if address.ipv4_mapped else [address, *embedded]
    return meanings


def _is_public(address: IPAddress) -> bool:
    return address.is_global and not address.is_multicast and address not in _METADATA
