"""Schema files of the kind that companies have, made up: for measuring compilers.

Every file has a package, imports files made before it, and holds an enum, nested messages, maps, a
oneof, options, comments and a service; what is in it follows from its number alone.
"""

import os

FILES_A_FOLDER = 100
SCALARS = ["string", "int32", "int64", "bool", "double", "uint32", "bytes", "sint64", "fixed32"]


def path(number):
    return f"corpus/area{number // FILES_A_FOLDER}/v1/file{number}.proto"


def package(number):
    return f"corpus.area{number // FILES_A_FOLDER}.v1.file{number}"


def write(folder, count):
    """Writes `count` files below `folder`; returns their import paths."""
    paths = []
    for number in range(count):
        file = os.path.join(folder, path(number))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as stream:
            stream.write(text(number))
        paths.append(path(number))
    return paths


def text(number):
    imported = [number - step for step in (1, 7, 40) if number - step >= 0 and number % 25 != 0]
    lines = [
        f"// File {number} of a made-up schema.",
        'syntax = "proto3";',
        "",
        f"package {package(number)};",
        "",
        *[f'import "{path(other)}";' for other in imported],
        "",
        f'option go_package = "example.com/corpus/file{number}";',
        f'option java_package = "com.example.corpus.file{number}";',
        "option java_multiple_files = true;",
        "",
    ]
    for index in range(4):
        lines += message(number, index, imported)
    lines += [
        "// How far something has come.",
        "enum State {",
        "  STATE_UNSPECIFIED = 0;",
        *[f"  STATE_STEP_{step} = {step}; // step {step}" for step in range(1, 8)],
        '  reserved 20 to 30;',
        "}",
        "",
        "// What can be done with it.",
        f"service Service{number} {{",
    ]
    for name in ("Get", "List", "Update"):
        lines += [
            f"  // {name}s a message.",
            f"  rpc {name}(Message0) returns (Message1) {{",
            "    option idempotency_level = NO_SIDE_EFFECTS;" if name != "Update" else "    option deprecated = true;",
            "  }",
        ]
    lines += ["  rpc Watch(Message2) returns (stream Message3);", "}", ""]
    return "\n".join(lines)


def message(number, index, imported):
    lines = [f"// Message {index}, which stands for something", "// that takes two lines to say.", f"message Message{index} {{"]
    for field in range(1, 11):
        kind = SCALARS[(number + index + field) % len(SCALARS)]
        label = ("", "repeated ", "optional ")[(field + index) % 3]
        lines += [f"  // Field {field}.", f"  {label}{kind} field_{field} = {field};"]
    lines += [
        "  State state = 11 [deprecated = true];",
        f"  map<string, Message{(index + 1) % 4}> by_name = 12;",
        "  // One of two.",
        "  oneof choice {",
        "    string text_choice = 13;",
        "    Inner inner_choice = 14;",
        "  }",
        "  message Inner {",
        "    int64 count = 1 [jstype = JS_STRING];",
        "    repeated State states = 2;",
        "    Inner next = 3;",
        "  }",
    ]
    for offset, other in enumerate(imported):
        lines.append(f"  {package(other)}.Message{index} imported_{offset} = {20 + offset};")
    return lines + ["  reserved 40 to 49, 60;", '  reserved "gone", "older";', "}", ""]
