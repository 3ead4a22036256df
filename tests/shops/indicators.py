"""Indicators of the shops, of each kind of formula."""

INDICATORS = """
shops: {title: {zh: 店铺, en: Shops}, definition: {zh: 店铺数, en: Shops}, unit: entities, period: day, office: market,
  formula: {count: shops.shop, rows: open}}
tea_shops: {title: {zh: 茶铺, en: Tea shops}, definition: {zh: 茶铺数, en: Tea shops}, unit: entities, period: day, office: market,
  formula: {count: shops.shop, where: [{field: kind, eq: tea}]}}
private_shops: {title: {zh: 私营店铺, en: Private}, definition: {zh: 私营店铺, en: Private}, unit: entities, period: day, office: market,
  formula: {count: shops.shop, where: [{field: private, eq: 'true'}]}}
private_share: {title: {zh: 私营占比, en: Share}, definition: {zh: 占比, en: Share}, kind: share, period: day, office: market,
  formula: {share: {of: private_shops, whole: shops}}}
tax: {title: {zh: 税收, en: Tax}, definition: {zh: 税收, en: Tax}, unit: CNY, period: day, office: market,
  formula: {sum: shops.shop, of: tax}}
tax_per_shop: {title: {zh: 户均税收, en: Tax for each}, definition: {zh: 户均, en: Each}, unit: CNY, period: day, office: market,
  formula: {compute: tax / shops}}
kinds: {title: {zh: 店铺种类, en: Kinds}, definition: {zh: 种类, en: Kinds}, unit: items, period: day, office: market,
  formula: {distinct: shops.shop, of: kind}}
opened: {title: {zh: 新开店铺, en: Opened}, definition: {zh: 新开, en: Opened}, unit: entities, period: year, office: market,
  formula: {count: shops.shop, where: [{field: opened_on, within: period}], read: period_end}}
opened_growth: {title: {zh: 新开增速, en: Growth}, definition: {zh: 增速, en: Growth}, kind: growth, period: year, office: market,
  formula: {growth: {of: opened}}}
loans: {title: {zh: 贷款, en: Loans}, definition: {zh: 贷款, en: Loans}, unit: CNY, period: year, office: finance, formula: reported}
loans_growth: {title: {zh: 贷款增速, en: Growth of loans}, definition: {zh: 增速, en: Growth}, kind: growth, period: year, office: finance,
  formula: {reported: {growth: {of: loans, against: previous}}}}
loans_rank: {title: {zh: 贷款位次, en: Rank of loans}, definition: {zh: 位次, en: Rank}, kind: rank, period: year, office: finance,
  formula: {rank: {of: loans, among: {zh: 各区, en: the districts}}}}
"""
