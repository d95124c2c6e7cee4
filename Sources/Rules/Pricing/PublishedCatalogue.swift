import CivilTime

extension CatalogueVersion {
  /// The figures that the five sources publish. What they leave open is ``CatalogueItem/Price/unpublished``.
  /// In effect from the first day of known holidays, so that it is there for every contract.
  public static let published = CatalogueVersion(
    unchecked: "published", CivilDate(literal: 2007, 1, 1),
    [
      .card("card-starter-cloud", "スタートパック クラウド", "Starter pack, cloud", "入门包 云端", isPack: true),
      .card(
        "card-starter-on-premise", "スタートパック オンプレミス", "Starter pack, on premise", "入门包 本地部署",
        isPack: true),
      .card(
        "card-corporate-cloud", "コーポレートライセンス クラウド", "Corporate licence, cloud", "企业许可 云端",
        isPack: false),
      .card(
        "card-corporate-on-premise", "コーポレートライセンス オンプレミス", "Corporate licence, on premise",
        "企业许可 本地部署", isPack: false),
      .telework, .meeting, .popUpA, .popUpB, .paidSupport, .callCentre,
    ])
}

extension Product {
  /// One of the four ways to buy the business-card service (CARD-01): a pack for a team at one price, or a
  /// licence for each person.
  fileprivate static func card(
    _ code: String, _ ja: String, _ en: String, _ zh: String, isPack: Bool
  ) -> Product {
    Product(
      code, LocalizedName(ja: ja, en: en, zh: zh), licenceModel: .namedUser, minimumLicences: 5,
      termLength: ContractTerm.year, termStart: .delivery, renewal: .auto, cancellation: .card,
      addition: .atRenewal(.card09), desk: .cardSupportDesk,
      billedBy: .reseller,
      items: [
        CatalogueItem(
          "licence", .init(ja: "ライセンス費用", en: "Licence fee", zh: "许可费"), .licence, .yearly,
          per: isPack ? .contract : .licence, .unpublished, isMandatory: true, rule: .card02),
        CatalogueItem(
          "digitisation", .init(ja: "名刺データ化費用", en: "Digitisation fee", zh: "名片数字化费"),
          .digitisation, .once, per: .contract, .unpublished, isMandatory: true, rule: .card02),
        CatalogueItem(
          "onboarding", .init(ja: "初期導入費用", en: "Onboarding fee", zh: "初期导入费"), .onboarding,
          .once, per: .contract, .unpublished, isMandatory: true, rule: .card02),
        CatalogueItem(
          "pack", .init(ja: "名刺データ化パック", en: "Digitisation pack", zh: "名片数字化包"), .pack,
          .once, per: .unit, .unpublished, rule: .card16),
      ])
  }

  fileprivate static let telework = Product(
    "telework", .init(ja: "テレワーク", en: "Telework", zh: "远程办公"), licenceModel: .namedUser,
    termLength: ContractTerm.year, termStart: .conclusion, renewal: .none,
    cancellation: .telework, addition: .byMonth(item: "added-account", .tel13),
    changesByApplication: true, desk: .teleworkPhoneDesk, billedBy: .vendorOrReseller,
    items: [
      CatalogueItem(
        "account", .init(ja: "利用料金（年額）", en: "Yearly fee", zh: "年费"), .licence, .yearly,
        per: .licence, .unpublished, isMandatory: true, rule: .tel20),
      CatalogueItem(
        "added-account", .init(ja: "追加アカウント（月額）", en: "Added account, a month", zh: "新增账户月费"),
        .licence, .monthly, per: .unit, .unpublished, rule: .tel13),
    ])

  fileprivate static let meeting = Product(
    "meeting", .init(ja: "商談", en: "Meetings", zh: "商谈"), licenceModel: .sharedID,
    termLength: nil, minimumTerm: MinimumTerm(months: nil, rule: .mtg04), renewal: .unspecified,
    cancellation: .meeting,
    items: [
      CatalogueItem(
        "monthly", .init(ja: "月額利用料金", en: "Monthly fee", zh: "月费"), .monthly, .monthly,
        per: .contract, .unpublished, isMandatory: true, rule: .mtg03)
    ])

  /// Plan A: no database product yet (CTI-01).
  fileprivate static let popUpA = popUp(
    "pop-up-a", .init(ja: "ポップアップ A", en: "Pop-ups, plan A", zh: "来电弹屏 A"), setUp: 0,
    maintenance: 10_000, software: 1_050)

  /// Plan B: beside a database product of version 12 or later (CTI-01).
  fileprivate static let popUpB = popUp(
    "pop-up-b", .init(ja: "ポップアップ B", en: "Pop-ups, plan B", zh: "来电弹屏 B"), setUp: 50_000,
    maintenance: 5_000, software: 0)

  private static func popUp(
    _ code: String, _ name: LocalizedName, setUp: Yen, maintenance: Yen, software: Yen
  ) -> Product {
    func use(
      _ code: String, _ ja: String, _ en: String, _ zh: String, _ price: Yen, _ rule: RuleID
    ) -> CatalogueItem {
      CatalogueItem(
        code, .init(ja: ja, en: en, zh: zh), .usage, .perUse, per: .unit, .fixed(price), rule: rule)
    }
    return Product(
      code, name, licenceModel: .perDevice, termLength: nil,
      minimumTerm: MinimumTerm(months: 12, rule: .cti11), renewal: .unspecified,
      cancellation: .popUps,
      items: [
        CatalogueItem(
          "set-up", .init(ja: "初期費用", en: "Set-up", zh: "初期费用"), .initial, .once,
          per: .contract, .fixed(setUp), isMandatory: true, rule: .cti20),
        CatalogueItem(
          "maintenance", .init(ja: "システム保守料金", en: "Maintenance", zh: "系统维护费"), .maintenance,
          .monthly, per: .contract, .fixed(maintenance), isMandatory: true, rule: .cti08),
        CatalogueItem(
          "software", .init(ja: "ソフトウェア料金", en: "Software, a PC", zh: "软件费"), .software,
          .monthly, per: .unit, .fixed(software), rule: .cti09),
        CatalogueItem(
          "connections", .init(ja: "同時接続（5単位）", en: "Connections, five", zh: "同时连接（5个）"), .pack,
          .prepaidYear, per: .unit, .fixed(990), lot: 5, validity: Period(1, .year), rule: .cti14),
        use("pop-up", "着信", "Call", "来电", 30, .cti03),
        use("pop-up-employee", "社員の着信", "Employee's call", "员工来电", 15, .cti04),
        use("pop-up-spam", "迷惑電話", "Spam call", "骚扰电话", 0, .cti05),
        use("list-pop-up", "リスト入力（着信）", "Lists, a call", "名单录入（来电）", 5, .cti13),
        use("list-entry", "リスト入力（件）", "Lists, an entry", "名单录入（件）", 40, .cti13),
      ])
  }

  fileprivate static let paidSupport = Product(
    "paid-support", .init(ja: "有料サポート", en: "Paid support", zh: "付费支持"),
    licenceModel: .namedUser, termLength: ContractTerm.year, renewal: .unspecified,
    cancellation: .paidSupport, addition: .atRenewal(.sup11),
    items: [
      CatalogueItem(
        "base", .init(ja: "固定基本料金", en: "Base fee", zh: "固定基本费"), .base, .yearly,
        per: .contract, .fixed(50_000), isMandatory: true, rule: .sup11),
      CatalogueItem(
        "licence", .init(ja: "単位料金", en: "Fee of a licence", zh: "单位费"), .licence, .yearly,
        per: .licence, .fixed(500), isMandatory: true, rule: .sup11),
      CatalogueItem(
        "incidents", .init(ja: "インシデント（10単位）", en: "Incidents, ten", zh: "事件（10单位）"), .pack,
        .once, per: .unit, .fixed(3_000), lot: 10, validity: Period(1, .year), rule: .sup14),
    ])

  fileprivate static let callCentre = Product(
    "call-centre", .init(ja: "コールセンター", en: "Call centre", zh: "呼叫中心"),
    licenceModel: .namedUser, termLength: ContractTerm.year, renewal: .unspecified,
    cancellation: .callCentre, addition: .atRenewal(.sup22), desk: .supportCallCentre,
    items: [
      CatalogueItem(
        "initial", .init(ja: "初期費用", en: "Initial fee", zh: "初期费用"), .initial, .once,
        per: .contract,
        .tiered(
          PriceTiers(
            literal: (100, 300_000), (500, 600_000), (1_000, 900_000), (5_000, 1_200_000),
            (10_000, 1_500_000), (50_000, 1_800_000))),
        isMandatory: true, rule: .sup21),
      CatalogueItem(
        "monthly", .init(ja: "月額費用", en: "Monthly fee", zh: "月费"), .monthly, .monthly,
        per: .contract,
        .tiered(
          PriceTiers(
            literal: (100, 1_000_000), (500, 2_000_000), (1_000, 3_000_000), (5_000, 4_000_000),
            (10_000, 5_000_000), (50_000, 6_000_000))),
        isMandatory: true, rule: .sup21),
    ])
}
