using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pricing;

/// <summary>Prices could not be taken in. No row of the source was applied.</summary>
public sealed class PriceFormatException : AnalyticsException
{
    /// <summary>Creates the exception with a general message.</summary>
    public PriceFormatException()
        : base("The prices are invalid.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public PriceFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public PriceFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for rows that failed validation.</summary>
    /// <param name="errors">All that is wrong; the message spells out the first of them.</param>
    public PriceFormatException(IReadOnlyList<PriceRowError> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>Everything that is wrong, row by row; empty when the source could not be read as a whole.</summary>
    public IReadOnlyList<PriceRowError> Errors { get; } = [];

    private static string Describe(IReadOnlyList<PriceRowError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        string listed = string.Join(" ", errors.Take(PriceLimits.MaxErrorsInMessage).Select(error => error + "."));
        string more = errors.Count > PriceLimits.MaxErrorsInMessage ? $" And {errors.Count - PriceLimits.MaxErrorsInMessage} more in Errors." : string.Empty;
        return $"The prices have {errors.Count} invalid field(s); nothing was applied. {listed}{more} "
            + "Correct or remove these rows, or set PriceOverrideOptions.SkipInvalidRows to leave them out.";
    }
}
