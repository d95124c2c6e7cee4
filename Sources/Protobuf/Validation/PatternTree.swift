/// A regular expression as a tree.
indirect enum PatternTree {
  case empty
  case scalar(ScalarSet)
  case assert(Pattern.Place)
  case sequence([PatternTree])
  case choice([PatternTree])
  /// At least so often, at most so often; nil: any number.
  case repeated(PatternTree, Int, Int?)
}
