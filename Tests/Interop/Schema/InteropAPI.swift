// The Swift of this target is made from the schemas beside it.
