namespace Shannon.Analytics.Privacy;

/// <summary>How one field is anonymised.</summary>
/// <param name="Field">The field, as in <see cref="AnonymizationOptions.Fields"/>.</param>
/// <param name="Method">What becomes of its value.</param>
public sealed record AnonymizationRule(string Field, AnonymizationMethod Method);
