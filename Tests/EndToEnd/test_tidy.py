"""tools/tidy finds each fault that is planted in a copy of the package, and nothing in the package."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# In two parts, since tidy reads this file too.
SOMEBODY = "/home" + "/somebody"

FAULTS = {
    "Sources/RPC/FooManager.swift": """import COpenSSL
import Foundation
@testable import EventLoop
/* fatalError() */ // try! in a comment
let text = "fatalError("
struct FooManager {
  func f() { fatalError("x") }
  func g() { try! h() }
}
""",
    "Sources/CivilTime/Bar.swift": f"public struct Quux {{}}\n// see {SOMEBODY}/notes\n",
    "Sources/Services/Baz.swift": """enum Baz {
  static func all() throws { try connection.query("SELECT id FROM agent") { _ in } }
}
""",
    "Sources/Rules/Long.swift": "enum Long {}\n" + "\n" * 500,
}

FOUND = [
    "Package.swift: CivilTime depends on Crypto, which its row does not allow: "
    "drop the dependency, or change the row in Sources/README.md and say why",
    "Package.swift: Contexts does not name CLinux, on which it stands: "
    "name it: the build would not make it anew",
    "Package.swift: Stray is not in the table of modules: add its row to Sources/README.md",
    f"Sources/CivilTime/Bar.swift:2: names a path of one machine, {SOMEBODY}: "
    "make it relative to the repository, or take it from an argument",
    "Sources/CivilTime/Bar.swift: declares Quux alone: name the file after its type, or Type+Aspect.swift",
    "Sources/RPC/FooManager.swift:1: RPC imports COpenSSL: go through Crypto or TLS",
    "Sources/RPC/FooManager.swift:2: imports Foundation: "
    "use Glibc and our own modules: the server links no Foundation",
    "Sources/RPC/FooManager.swift:3: RPC imports EventLoop, which its row in Sources/README.md does not allow: "
    "move the code, or change the row and say why",
    "Sources/RPC/FooManager.swift:6: FooManager has Manager in its name: name what it is or does",
    "Sources/RPC/FooManager.swift:7: fatalError is banned: throw an error; precondition is for bugs of our own",
    "Sources/RPC/FooManager.swift:8: try! is banned: catch the error, or let it throw",
    "Sources/RPC/FooManager.swift: has Manager in its name: name it after its type",
    "Sources/Services/Baz.swift:2: a statement that nobody asks for its tenant: "
    "put it in a store over TenantRows, or name its file in tools/tidy and say why",
    "Sources/Rules/Long.swift: has 502 lines, 500 are allowed: split it by type or aspect",
]


def tidy(folder):
    result = subprocess.run(
        [folder / "tools/tidy"], capture_output=True, text=True, timeout=120, check=False)
    return result.returncode, result.stdout.splitlines(), result.stderr


class Tidy(unittest.TestCase):
    def test_the_package_is_tidy(self):
        code, lines, errors = tidy(ROOT)
        self.assertEqual((code, lines), (0, []), errors)

    def test_each_planted_fault_has_its_line(self):
        with tempfile.TemporaryDirectory() as name:
            copy = pathlib.Path(name)
            listed = subprocess.run(
                ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
            for file in filter(None, listed.split("\0")):
                if (ROOT / file).is_file():
                    (copy / file).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / file, copy / file)
            subprocess.run(["git", "init", "--quiet"], cwd=copy, check=True)
            for file, text in FAULTS.items():
                (copy / file).write_text(text, encoding="utf-8")
            (copy / "Sources/Stray").mkdir()
            (copy / "Sources/Stray/Stray.swift").write_text("enum Stray {}\n", encoding="utf-8")
            manifest = (copy / "Package.swift").read_text(encoding="utf-8")
            for right, wrong in (
                ('module("CivilTime"),', 'module("CivilTime", "Crypto"), module("Stray"),'),
                ("where target.type != .plugin", 'where target.type != .plugin && target.name != "Contexts"'),
            ):
                self.assertIn(right, manifest)
                manifest = manifest.replace(right, wrong)
            (copy / "Package.swift").write_text(manifest, encoding="utf-8")
            code, lines, errors = tidy(copy)
        self.assertEqual(code, 1)
        self.assertEqual(sorted(lines), sorted(FOUND), errors)


if __name__ == "__main__":
    unittest.main()
