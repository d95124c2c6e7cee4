// How names are made from names. ASCII only, as identifiers are.

/// The name of a map field's entry: `by_name` has `ByNameEntry`.
func mapEntryName(_ field: String) -> String {
  camelCase(field, firstUpper: true) + "Entry"
}

/// The name of a field in JSON: `by_name` is `byName` (proto3 language guide, "JSON mapping").
func jsonName(_ field: String) -> String {
  camelCase(field, firstUpper: false)
}

/// `FooBar` as `FOO_BAR`, the prefix that values of an enum usually have.
func screamingName(_ name: String) -> String {
  var result = ""
  var previousIsLower = false
  for character in name.unicodeScalars {
    let isUpper = "A"..."Z" ~= character
    if isUpper, previousIsLower { result += "_" }
    previousIsLower = !isUpper && character != "_"
    result.unicodeScalars.append(character)
  }
  return result.uppercased()
}

private func camelCase(_ name: String, firstUpper: Bool) -> String {
  var result: [UInt8] = []
  var raiseNext = firstUpper
  for byte in name.utf8 {
    if byte == UInt8(ascii: "_") {
      raiseNext = true
    } else {
      let isLower = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
      result.append(raiseNext && isLower ? byte - 0x20 : byte)
      raiseNext = false
    }
  }
  return String(decoding: result, as: UTF8.self)
}
