using System.Globalization;

namespace Shannon.Analytics.Metrics;

/// <summary>Whether a record says that what it is about failed.</summary>
internal static class Outcome
{
    /// <summary>An error of HTTP, of the caller or of the server.</summary>
    private const double LeastErrorStatus = 400;

    /// <summary>Judges by the attributes of a record as text; null and empty if absent.</summary>
    /// <param name="success">The attribute <c>success</c>; it decides where there is one.</param>
    /// <param name="status">The attribute <c>status_code</c>.</param>
    internal static bool HasFailed(string? success, string? status) =>
        string.IsNullOrEmpty(success)
            ? double.TryParse(status, NumberStyles.Float, CultureInfo.InvariantCulture, out double code) && code >= LeastErrorStatus
            : string.Equals(success, "false", StringComparison.OrdinalIgnoreCase);
}
