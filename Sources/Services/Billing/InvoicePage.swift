import MadoAPI
import Protobuf
import StandardAPI

/// An invoice as a page in Japanese (適格請求書): HTML that needs nothing else, neither fonts nor scripts nor pictures, and
/// prints on A4.
enum InvoicePage {
  static func text(of invoice: Billing.Invoice) -> String {
    let isCredit = invoice.kind == .creditNote
    let title = isCredit ? "返還請求書" : "請求書"
    return """
      <!DOCTYPE html>
      <html lang="ja">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped("\(title) \(invoice.number)"))</title>
      <style>\(style)</style>
      </head>
      <body>
      <main>
      \(invoice.state == .void ? "<p class=\"void\">取消済</p>" : "")
      <h1>\(title)</h1>
      \(parties(of: invoice))
      \(sum(of: invoice, isCredit: isCredit))
      \(table(of: invoice))
      \(foot(of: invoice))
      \(remarks(on: invoice))
      </main>
      </body>
      </html>

      """
  }

  // MARK: Head

  private static func parties(of invoice: Billing.Invoice) -> String {
    let seller = invoice.seller ?? .init()
    return """
      <div class="parties">
      <section>
      <p class="to">\(escaped(invoice.recipient)) 御中</p>
      <p class="lines">\(escaped(invoice.address))</p>
      </section>
      <section class="from">
      <table class="facts">
      \(row("番号", invoice.number))
      \(row("発行日", japanese(invoice.issued)))
      \(row("対象月", japanese(month: invoice.month)))
      \(row("契約番号", invoice.contractId))
      </table>
      <p class="seller">\(escaped(seller.name))</p>
      <p class="lines">\(escaped(seller.address))</p>
      <p>登録番号 \(escaped(seller.registrationNumber))</p>
      </section>
      </div>
      """
  }

  private static func row(_ name: String, _ value: String) -> String {
    "<tr><th>\(name)</th><td>\(escaped(value))</td></tr>"
  }

  private static func sum(of invoice: Billing.Invoice, isCredit: Bool) -> String {
    let total = invoice.totals?.totalYen ?? 0
    let text =
      isCredit ? "下記のとおり返還いたします。" : "下記のとおりご請求申し上げます。"
    return """
      <p>\(text)</p>
      <p class="sum"><span>\(isCredit ? "返還金額" : "ご請求金額")</span><strong>\(yen(total))</strong><span>（税込）</span></p>
      \(invoice.due == nil ? "" : "<p class=\"due\">お支払期限 \(japanese(invoice.due))</p>")
      """
  }

  // MARK: Lines

  private static func table(of invoice: Billing.Invoice) -> String {
    let lines = invoice.lines.map { line in
      """
      <tr><td>\(escaped(line.name?.ja ?? line.item))\(mark(of: line))</td>\
      <td class="day">\(japanese(line.supplied))</td><td class="number">\(grouped(line.quantity))</td>\
      <td class="number">\(yen(line.unitPriceYen))</td>\
      <td class="number">\(yen(line.amountYen))</td></tr>
      """
    }
    return """
      <table>
      <thead><tr><th>品目</th><th>取引日</th><th class="number">数量</th>\
      <th class="number">単価</th><th class="number">金額（税抜）</th></tr></thead>
      <tbody>
      \(lines.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  /// What tells a line from those that bear tax on top.
  private static func mark(of line: Billing.Line) -> String {
    if line.taxCategory == .outOfScope { return "（不課税）" }
    return line.taxBasis == .inclusive ? "（税込）" : ""
  }

  private static func foot(of invoice: Billing.Invoice) -> String {
    let totals = invoice.totals ?? .init()
    let groups = totals.groups.map { group in
      let name = group.category == .taxable ? "\(percent(group.basisPoints))対象" : "不課税"
      return """
        <tr><th>\(name)</th><td class="number">\(yen(group.netYen))</td>\
        <th>消費税</th><td class="number">\(group.category == .taxable ? yen(group.taxYen) : "―")</td></tr>
        """
    }
    return """
      <table class="foot">
      <tbody>
      \(groups.joined(separator: "\n"))
      <tr class="total"><th>小計</th><td class="number">\(yen(totals.netYen))</td>\
      <th>消費税計</th><td class="number">\(yen(totals.taxYen))</td></tr>
      <tr class="total"><th colspan="3">合計（税込）</th><td class="number">\(yen(totals.totalYen))</td></tr>
      </tbody>
      </table>
      """
  }

  private static func remarks(on invoice: Billing.Invoice) -> String {
    var notes: [String] = []
    let payee = invoice.seller?.payee ?? ""
    if !payee.isEmpty, invoice.kind == .invoice { notes.append("お振込先: \(payee)") }
    if !invoice.reason.isEmpty { notes.append("理由: \(invoice.reason)") }
    notes.append("消費税の端数は税率ごとに一請求書につき一回、\(rounding(invoice.totals?.rounding))しています。")
    return "<ul class=\"notes\">"
      + notes.map { "<li class=\"lines\">\(escaped($0))</li>" }.joined() + "</ul>"
  }

  // MARK: Words

  private static func rounding(_ rounding: Shared.TaxRounding?) -> String {
    switch rounding {
    case .halfUp: "四捨五入"
    case .ceiling: "切上げ"
    case .floor, .unspecified, .unrecognized, nil: "切捨て"
    }
  }

  private static func percent(_ points: Int32) -> String {
    let (whole, part) = points.quotientAndRemainder(dividingBy: 100)
    if part == 0 { return "\(whole)%" }
    return part % 10 == 0 ? "\(whole).\(part / 10)%" : "\(whole).\(part < 10 ? "0" : "")\(part)%"
  }

  private static func japanese(_ date: GoogleType.Date?) -> String {
    guard let date else { return "" }
    return "\(date.year)年\(date.month)月\(date.day)日"
  }

  private static func japanese(month: String) -> String {
    let parts = month.split(separator: "-").compactMap { Int($0) }
    return parts.count == 2 ? "\(parts[0])年\(parts[1])月" : month
  }

  private static func yen(_ amount: Int64) -> String { "\(grouped(amount))円" }

  /// With a comma behind every third digit from the right.
  static func grouped(_ amount: Int64) -> String {
    let digits = Array(String(amount.magnitude))
    var text = amount < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// Text that stays text: what a tenant has written is no markup.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  private static let style = """
    @page { size: A4; margin: 18mm 16mm; }
    * { box-sizing: border-box; }
    body { margin: 0; color: #111; background: #fff; line-height: 1.6; font-size: 10.5pt;
      font-family: "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif; }
    main { max-width: 178mm; margin: 0 auto; padding: 8mm 0; position: relative; }
    h1 { font-size: 20pt; letter-spacing: .4em; text-align: center; margin: 0 0 8mm; }
    p { margin: 0 0 1mm; }
    .parties { display: flex; justify-content: space-between; gap: 10mm; margin-bottom: 6mm; }
    .parties section { flex: 1; }
    .to { font-size: 14pt; border-bottom: .4pt solid #111; padding-bottom: 1mm; }
    .seller { font-size: 12pt; font-weight: bold; margin-top: 3mm; }
    .lines { white-space: pre-line; }
    .sum { border: 1pt solid #111; padding: 3mm 5mm; } .sum strong { font-size: 18pt; margin: 0 4mm; }
    .due { text-align: right; }
    table { width: 100%; border-collapse: collapse; margin-top: 5mm; }
    th, td { border-bottom: .4pt solid #999; padding: 1.4mm 2mm; text-align: left; font-weight: normal; }
    thead { display: table-header-group; } thead th { background: #eee; } th, .day { white-space: nowrap; }
    tr { break-inside: avoid; }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .facts { margin: 0; } .facts th, .facts td { border: 0; padding: 0; }
    .facts th { color: #555; } .facts td { text-align: right; }
    .foot { width: 62%; margin-left: auto; } .total th, .total td { font-weight: bold; }
    .notes { margin: 6mm 0 0; padding-left: 5mm; color: #333; font-size: 9pt; }
    .void { position: absolute; top: 6mm; right: 2mm; color: #b00; border: 2pt solid #b00;
      padding: 1mm 4mm; font-size: 14pt; transform: rotate(6deg); }
    @media print { main { max-width: none; padding: 0; } thead th { print-color-adjust: exact; } }
    """
}
