namespace Shannon.Analytics.Diagnostics;

/// <summary>One or more options are out of range. All of them are reported together.</summary>
public sealed class InvalidOptionsException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="optionsName">The options type, such as <c>AnalyticsEngineOptions</c>.</param>
    /// <param name="errors">One line per option: its name, the given value, the allowed range, the remedy.</param>
    public InvalidOptionsException(string optionsName, IReadOnlyList<string> errors)
        : base($"{optionsName} has {errors.Count} invalid {(errors.Count == 1 ? "option" : "options")}:{Environment.NewLine}- {string.Join(Environment.NewLine + "- ", errors)}")
    {
        Errors = errors;
    }

    /// <summary>One line per invalid option.</summary>
    public IReadOnlyList<string> Errors { get; }
}
