/// Of what is kept, purged and reported.
extension ReasonCatalogue {
  static let keeping: [ReasonText] = [
    ReasonText(
      "AS_OF_IN_FUTURE",
      ja: .init("将来の時点です。", fix: "現在までの時点を指定するか、validate_only で試算してください。"),
      en: .init("The instant is in the future.", fix: "Give one until now, or validate_only."),
      zh: .init("该时刻在将来。", fix: "请指定当前或更早的时刻，或使用 validate_only。")),
    ReasonText(
      "EXPORT_NOT_FOUND",
      ja: .init("閲覧できる書き出し {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no export {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的导出 {id}。", fix: "请检查编号。")),
    ReasonText(
      "EXPORT_OFFSET_PAST_END",
      ja: .init("書き出しは {size_bytes} バイトで、指定の位置はその後ろです。", fix: "小さい位置を指定してください。"),
      en: .init("The export ends at {size_bytes} bytes.", fix: "Give a smaller offset."),
      zh: .init("导出文件只有 {size_bytes} 字节。", fix: "请指定较小的位置。")),
    ReasonText(
      "EXPORT_OUTDATED",
      ja: .init("書き出し {id} の画像の一部は削除されました。", fix: "残りの期間を書き出し直してください。"),
      en: .init("Some of the pictures of {id} are gone.", fix: "Export what is left anew."),
      zh: .init("导出 {id} 的部分图像已删除。", fix: "请重新导出剩余部分。")),
    ReasonText(
      "FACE_IMAGES_MAX",
      ja: .init("顔画像は {limit} 枚までです。", fix: "不要な画像を削除してください。"),
      en: .init("There are {limit} face images already.", fix: "Delete one first."),
      zh: .init("人脸图像最多 {limit} 张。", fix: "请先删除一张。")),
    ReasonText(
      "FACE_IMAGE_NOT_FOUND",
      ja: .init("閲覧できる顔画像 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no face image {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的人脸图像 {id}。", fix: "请检查编号。")),
    ReasonText(
      "REPORT_OFFSET_PAST_END",
      ja: .init("ファイルは {size_bytes} バイトで、指定の位置はその後ろです。", fix: "小さい位置を指定してください。"),
      en: .init("The file ends at {size_bytes} bytes.", fix: "Give a smaller offset."),
      zh: .init("文件只有 {size_bytes} 字节。", fix: "请指定较小的位置。")),
    ReasonText(
      "REPORT_TOO_LARGE",
      ja: .init("対象が {limit} を超えています。", fix: "グループを指定するか、一覧を順に取得してください。"),
      en: .init(
        "There are more than {limit} workers or groups.", fix: "Name a group, or read page by page."
      ),
      zh: .init("对象超过 {limit} 个。", fix: "请指定组，或逐页读取。")),
    ReasonText(
      "UNMAPPABLE_CHARACTERS",
      ja: .init("Shift_JIS（CP932）で表せない文字があります。", fix: "置き換えを指定するか、UTF-8 を選んでください。"),
      en: .init(
        "There are characters that CP932 lacks.", fix: "Have them replaced, or choose UTF-8."),
      zh: .init("有 CP932 无法表示的字符。", fix: "请指定替换，或选择 UTF-8。")),
  ]
}
