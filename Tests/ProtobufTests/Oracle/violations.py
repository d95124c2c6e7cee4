"""Random messages of rules.proto with what protovalidate says of them, for Swift to say the same.

Usage: violations.py SCHEMA_FOLDER FIXTURE_FOLDER MESSAGES_PER_TYPE SEED

Prints a line for each message: its name, its binary format in base64, and every violation as
field|rule|key, by tabs.
"""

import base64
import os
import random
import sys
import tempfile
import time
import unicodedata

import protovalidate
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor as Field
from grpc_tools import protoc

TEXTS = [
    "", "a", "ab", "abc", "abcd", "abcde", "fixed", "fix", "foo", "foobar", "barfoo", "bar", "baz",
    "xbazx", "ba", "b\u00e4r", "ba\u0308r", "\u304c", "\u304b\u3099", "\u3042\u3044\u3046",
    "\u3042a", "\u00e9\u00e9\u00e9", "\U0001f600", "\U0001f600\U0001f600", "e\u0301", "barrz",
    "ABABcc", "ababcc", "ababababcc", "12 ab", "12 abQ", "1 \u00e9", "123", "a123b", "12", "STRASSE",
    "Stra\u00dfe", "STRA\u1e9eE", "\u212aelvin", "KELVIN", "a\nfoo\nb", "foo\n", "fo", "f\no", "f\u3042o",
    "a foo b", "afoob", "\u00c9\u00e9\u00df", "Ab", "aB", "\u01c5", "x" * 300, "a" * 40, "a" * 40 + "b",
    "a" * 3000, 'a"b', "a\\b", "has space", "tab\there", "nul\x00", "line\rfeed", "b", "XYZ", "-_-",
]
EMAILS = [
    "a@example.com", "a@b", "a", "@", "a@", "@b", "a@b@c", "a b@c.d", "a@-b.c", "a@b-.c", "a@b..c",
    "a.b+c@d.e", "\u00e9@b.c", "a@b.c.", "a@" + "x" * 63 + ".com", "a@" + "x" * 64 + ".com",
    "a@127.0.0.1", "!#$%&'*+/=?^_`{|}~-@b.c", "a(@b.c", ".@b",
]
HOSTS = [
    "example.com", "example.com.", "localhost", "-a.com", "a-.com", "a..com", "1.2.3.4", "a.1", "1.a",
    "x" * 63, "x" * 64, "a_b.com", "EXAMPLE.COM", ".", "..", "a.b.c.d.e", "\u00e9.com",
    ".".join(["x" * 60] * 4) + ".ab", ".".join(["x" * 60] * 4) + ".abcdefghi",
    ".".join(["x" * 60] * 4) + ".abcdefghij", ".".join(["x" * 60] * 4) + ".abcdefghi.", "a-b.c-d", "0x1",
]
ADDRESSES = [
    "127.0.0.1", "0.0.0.0", "255.255.255.255", "256.0.0.1", "01.2.3.4", "1.2.3", "1.2.3.4.5", "1.2.3.4 ",
    "1..2.3", "::", "::1", "1::", "2001:db8::1", "2001:DB8:0:0:8:800:200C:417A", "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::2::3", ":::", ":1",
    "1:", "12345::", "::ffff:1.2.3.4", "::1.2.3.4.5", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:1.2.3.4",
    "::1.2.3", "fe80::1%eth0", "fe80::1%", "1.2.3.4%a", "g::", "::fFfF", "1::2:3", "::1.2.3.256",
]
NETWORKS = [
    "127.0.0.1/16", "127.0.0.0/16", "1.2.3.4/32", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/01", "0.0.0.0/0",
    "1.0.0.0/0", "128.0.0.0/1", "1.2.3.4/-1", "2001:db8::1/32", "2001:db8::/32", "::/0", "::1/128",
    "::1/129", "::/128", "fe80::1%eth0/64", "1.2.3.4/8/8", "2001:db8:abcd:12::/64",
    "2001:db8:abcd:12::1/64", "8000::/1", "4000::/1",
]
PORTS = [
    "example.com:80", "example.com", "1.2.3.4:0", "1.2.3.4:65535", "1.2.3.4:65536", "[::1]:80", "[::1]",
    "::1:80", "a:080", "a:", ":80", "[]:1", "[1.2.3.4]:1", "[::1%eth0]:1", "a:b:80", "a:99999999999999999999",
    "[::1]x:80", "[", "[::1]:", "a:+1",
]
URIS = [
    "https://example.com/a?b#c", "http://", "foo:", "foo:bar", "a:b:c", ":a", "1a:b", "a+b-c.d:e", "//a/b",
    "/a/b", "a/b", "./a:b", "a:b", "?q", "#f", "", "http://u:p@h:80/", "http://u@v@h", "http://h:8a",
    "http://h:/", "http://[::1]/", "http://[::1]:80", "http://[::1%25eth0]/", "http://[::1%eth0]/",
    "http://[v1.a:b]/", "http://[v.a]/", "http://[v1.]/", "http://[1.2.3.4]/", "http://[::1", "a%41", "a%4",
    "a%zz", "http://%ff/", "http://%41/", "http://%c3%a9/", "a b", "a<b", "a\"b", "http://\u00e9/", "a:/b//c",
    "a:///b", "http://h?a/b?c", "http://h#a#b", "http://h#a?b/c", "http://h/[a]", "x://h/a@b:c", "mailto:a@b.c",
    "urn:isbn:1", "http://[::ffff:1.2.3.4]/", "a\\b", "http://[::1%25]/", "http://[::1%25a%41]/", "//h:80/a:b",
]
IDS = [
    "01234567-89ab-4def-8123-456789abcdef", "01234567-89AB-4DEF-8123-456789ABCDEF",
    "0123456789ab4def8123456789abcdef", "01234567-89ab-4def-8123-456789abcde",
    "01234567-89ab-4def-8123-456789abcdeg", "0123456789ab4def8123456789abcdeg", "01234567+89ab-4def-8123-456789abcdef",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01arz3ndektsv4rrffq69g5fav",
    "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5FA",
]
NAMES = [
    "a.b.C", ".a.b", "a..b", "a.", ".", "a.1", "_a._1", "a-b", "Content-Type", ":path", ":", "::a", "a b", "a,b",
    "a;b", "value with space", "a\tb", "\x7f", "\u00e9", "a\x01", "a/b", "`", "~|^", "a\n", "a\r", "\x00",
]
ALL_TEXTS = TEXTS + EMAILS + HOSTS + ADDRESSES + NETWORKS + PORTS + URIS + IDS + NAMES
POOLS = {
    "email": EMAILS, "hostname": HOSTS, "ip": ADDRESSES, "ipv4": ADDRESSES, "ipv6": ADDRESSES,
    "uri": URIS, "uri_ref": URIS, "address": HOSTS + ADDRESSES, "uuid": IDS, "tuuid": IDS,
    "ulid": IDS, "host_and_port": PORTS, "protobuf_fqn": NAMES, "protobuf_dot_fqn": NAMES,
    "header_name": NAMES, "header_value": NAMES, "loose_name": NAMES, "loose_value": NAMES,
}
BLOBS = [
    b"", b"\x01\x02", b"\x99", b"foo", b"foobuz", b"buz", b"\x00z", b"a\x00zb", b"abcd", b"\x99\x00z",
    b"1234", b"x" * 16, b"x" * 17, b"abc", b"ABC", b"\xff\xfe", b"x" * 600,
]
WHOLE = [-11, -10, -9, -6, -5, -4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 100]
REAL = [-2.5, -2.0, -1.5, -1.0, -0.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 5.0, 6.0, 1e300, float("inf"),
        float("-inf"), float("nan")]
LIMITS = {
    Field.TYPE_INT32: (-(2**31), 2**31 - 1), Field.TYPE_INT64: (-(2**63), 2**63 - 1),
    Field.TYPE_UINT32: (0, 2**32 - 1), Field.TYPE_UINT64: (0, 2**64 - 1),
}
LIMITS[Field.TYPE_SINT32] = LIMITS[Field.TYPE_SFIXED32] = LIMITS[Field.TYPE_INT32]
LIMITS[Field.TYPE_SINT64] = LIMITS[Field.TYPE_SFIXED64] = LIMITS[Field.TYPE_INT64]
LIMITS[Field.TYPE_FIXED32] = LIMITS[Field.TYPE_UINT32]
LIMITS[Field.TYPE_FIXED64] = LIMITS[Field.TYPE_UINT64]


def text(field):
    pool = POOLS.get(field.name)
    if pool is None and "prefix" in field.name and field.name.startswith("ip"):
        pool = NETWORKS + ADDRESSES
    if pool is None or random.random() < 0.1:
        pool = ALL_TEXTS if random.random() < 0.2 else TEXTS
    return random.choice(pool)


def scalar(field):
    kind = field.type
    if kind == Field.TYPE_STRING:
        return text(field)
    if kind == Field.TYPE_BYTES:
        return random.choice(BLOBS)
    if kind == Field.TYPE_BOOL:
        return random.random() < 0.5
    if kind == Field.TYPE_ENUM:
        return random.choice([-3, -2, -1, 0, 1, 2, 3])
    if kind in (Field.TYPE_FLOAT, Field.TYPE_DOUBLE):
        value = random.choice(REAL)
        return 3.0e38 if kind == Field.TYPE_FLOAT and value == 1e300 else value
    low, high = LIMITS[kind]
    if random.random() < 0.1:
        return random.choice([low, high])
    return min(max(random.choice(WHOLE), low), high)


def fill_message(message, depth):
    name = message.DESCRIPTOR.full_name
    if name == "google.protobuf.Duration":
        message.seconds = random.choice([0, 0, 1, 1, 2, 3, 5, 9, 10, 10, 11, -1])
        message.nanos = 0 if message.seconds < 0 else random.choice([0, 0, 0, 5, 500, 501])
    elif name == "google.protobuf.Timestamp":
        now = int(time.time())
        message.seconds = random.choice(
            [0, 999, 1000, 1500, 1999, 2000, now - 10_000, now + 10_000, now - 1000, now + 1000])
        message.nanos = random.choice([0, 0, 1, 999_999_999])
    elif name == "google.protobuf.Any":
        message.type_url = random.choice(
            ["", "type.googleapis.com/a.B", "type.googleapis.com/a.C", "a.B"])
    elif name == "google.protobuf.FieldMask":
        message.paths.extend(
            random.choices(["a", "b", "a.b", "b.c", "b.c.d", "ab", "b.cd", "c"], k=random.randrange(4)))
        if random.random() < 0.3:
            del message.paths[:]
            message.paths.extend(["a", "b"])
    else:
        fill(message, depth)


def fill(message, depth=0):
    for field in message.DESCRIPTOR.fields:
        if random.random() < (0.25 if depth == 0 else 0.5):
            continue
        if field.message_type and depth > 2:
            continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            key, value = field.message_type.fields
            entries = getattr(message, field.name)
            for _ in range(random.randrange(4)):
                name = scalar(key)
                if isinstance(name, str):
                    # To a Swift dictionary two ways to write an accent are one key.
                    name = unicodedata.normalize("NFC", name)
                if value.message_type:
                    fill_message(entries[name], depth + 1)
                else:
                    entries[name] = scalar(value)
        elif field.is_repeated:
            elements = getattr(message, field.name)
            for _ in range(random.randrange(6)):
                if field.message_type:
                    fill_message(elements.add(), depth + 1)
                else:
                    elements.append(scalar(field))
        elif field.message_type:
            inner = getattr(message, field.name)
            inner.SetInParent()
            fill_message(inner, depth + 1)
        else:
            setattr(message, field.name, scalar(field))


def quoted(key):
    key = key[:40] + "…" if len(key) > 40 else key
    for plain, escaped in [("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")]:
        key = key.replace(plain, escaped)
    return f'"{key}"'


def path(violation):
    parts = []
    for element in violation.field.elements if violation.field else []:
        part = element.field_name
        subscript = element.subscript
        if subscript is not None:
            value = subscript.value
            if subscript.field == "string_key":
                value = quoted(value)
            elif subscript.field == "bool_key":
                value = "true" if value else "false"
            part += f"[{value}]"
        parts.append(part)
    return ".".join(parts)


def pool_of(schema, fixtures):
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "rules.pb")
        arguments = ["protoc", f"-I{schema}", f"-I{fixtures}", "--include_imports",
                     f"--descriptor_set_out={target}", "rules.proto"]
        if protoc.main(arguments):
            sys.exit("protoc refuses rules.proto")
        with open(target, "rb") as file:
            files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file) if hasattr(pool, "Add") else pool.AddSerializedFile(file.SerializeToString())
    return pool


def main():
    schema, fixtures, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    random.seed(seed)
    pool = pool_of(schema, fixtures)
    validator = protovalidate.Validator()
    for name in sorted(pool.FindFileByName("rules.proto").message_types_by_name):
        descriptor = pool.FindMessageTypeByName(f"test.rules.v1.{name}")
        cls = message_factory.GetMessageClass(descriptor)
        for index in range(count):
            message = cls()
            if index:
                fill(message)
            try:
                found = [violation.proto for violation in validator.collect_violations(message)]
            except protovalidate.EvaluationError:
                # Bytes that are no text, tested against a pattern: an error there, a violation here.
                continue
            verdicts = sorted(
                f"{path(violation)}|{violation.rule_id}|{int(bool(violation.for_key))}"
                for violation in found)
            encoded = base64.b64encode(message.SerializeToString(deterministic=True)).decode()
            print("\t".join([name, encoded, *verdicts]).replace("\n", "\\n"))


main()
