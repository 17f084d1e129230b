namespace Shannon.Analytics.Pricing;

/// <summary>Why usage has no computed cost.</summary>
public enum UnpricedReason
{
    /// <summary>The price book has no row for the model.</summary>
    UnknownModel,

    /// <summary>The model is known, but not from the provider named, and no list price may stand in.</summary>
    UnknownProvider,

    /// <summary>Every row of the model takes effect later than the usage.</summary>
    NotYetEffective,

    /// <summary>The request ran at a speed for which the model has no rate.</summary>
    UnknownSpeed,

    /// <summary>The cost exceeds what a signed 64-bit count of nano-dollars holds (about 9.2 billion USD): the counts are wrong.</summary>
    OutOfRange,

    /// <summary>Only the number of all tokens is known, not how many went in, came out, or were cached, which cost differently.</summary>
    TokensNotSplit,
}
