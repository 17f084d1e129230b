namespace Shannon.Analytics.Alerting.Conditions;

/// <summary>Something just read, of which only the words around it tell whether it may be a number or a truth.</summary>
/// <param name="Position">Where it starts.</param>
/// <param name="Number">The number it is, if it is one.</param>
/// <param name="Truth">The truth it is, if it is one.</param>
internal readonly record struct ConditionTerm(int Position, NumberNode? Number, TruthNode? Truth);
