import SchemaSyntax

/// The options of the language itself, for runs in which no file imports descriptor.proto, which
/// defines them.
enum BuiltInOptions {
  /// Names, numbers and types as published in google/protobuf/descriptor.proto.
  static let schema = """
    syntax = "proto2";
    package google.protobuf;
    message FileOptions {
      optional string java_package = 1;
      optional string java_outer_classname = 8;
      optional bool java_multiple_files = 10;
      optional bool java_generate_equals_and_hash = 20;
      optional bool java_string_check_utf8 = 27;
      enum OptimizeMode { SPEED = 1; CODE_SIZE = 2; LITE_RUNTIME = 3; }
      optional OptimizeMode optimize_for = 9;
      optional string go_package = 11;
      optional bool cc_generic_services = 16;
      optional bool java_generic_services = 17;
      optional bool py_generic_services = 18;
      optional bool php_generic_services = 42;
      optional bool deprecated = 23;
      optional bool cc_enable_arenas = 31;
      optional string objc_class_prefix = 36;
      optional string csharp_namespace = 37;
      optional string swift_prefix = 39;
      optional string php_class_prefix = 40;
      optional string php_namespace = 41;
      optional string php_metadata_namespace = 44;
      optional string ruby_package = 45;
      extensions 1000 to max;
    }
    message MessageOptions {
      optional bool message_set_wire_format = 1;
      optional bool no_standard_descriptor_accessor = 2;
      optional bool deprecated = 3;
      optional bool map_entry = 7;
      extensions 1000 to max;
    }
    message FieldOptions {
      enum CType { STRING = 0; CORD = 1; STRING_PIECE = 2; }
      optional CType ctype = 1;
      optional bool packed = 2;
      enum JSType { JS_NORMAL = 0; JS_STRING = 1; JS_NUMBER = 2; }
      optional JSType jstype = 6;
      optional bool lazy = 5;
      optional bool unverified_lazy = 15;
      optional bool deprecated = 3;
      optional bool weak = 10;
      extensions 1000 to max;
    }
    message OneofOptions { extensions 1000 to max; }
    message EnumOptions {
      optional bool allow_alias = 2;
      optional bool deprecated = 3;
      extensions 1000 to max;
    }
    message EnumValueOptions { optional bool deprecated = 1; extensions 1000 to max; }
    message ExtensionRangeOptions { extensions 1000 to max; }
    message ServiceOptions { optional bool deprecated = 33; extensions 1000 to max; }
    message MethodOptions {
      optional bool deprecated = 33;
      enum IdempotencyLevel { IDEMPOTENCY_UNKNOWN = 0; NO_SIDE_EFFECTS = 1; IDEMPOTENT = 2; }
      optional IdempotencyLevel idempotency_level = 34;
      extensions 1000 to max;
    }
    """

  private static let syntax = Parser.parse(
    SourceFile(path: "google/protobuf/descriptor.proto", text: schema)
  ).file

  /// The file of ``schema``, its names resolved, in a run of its own.
  static func file() -> FileNode {
    let file = FileNode(syntax, isRequested: false)
    var run = LinkRun()
    run.declare(file)
    run.resolve(file)
    return file
  }
}
