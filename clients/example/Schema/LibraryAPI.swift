// The module's code is made from the schema files beside this one.
