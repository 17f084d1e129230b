using System.Diagnostics;

namespace Shannon.Analytics.Diagnostics;

/// <summary>The spans of the library. They say what was done, how long it took and the type of an error; never names, queries or anything else of a user's.</summary>
internal static class Tracing
{
    internal const string SourceName = "Shannon.Analytics";
    private const string OperationTag = "shannon.analytics.operation";
    private const string KindTag = "shannon.analytics.kind";
    private const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(SourceName, typeof(Tracing).Assembly.GetName().Version?.ToString());

    /// <summary>Does something within a span, if anyone listens.</summary>
    /// <param name="operation">What is done, such as <c>report</c>.</param>
    /// <param name="kind">Which of them, such as <c>summary</c>; the span's name is both.</param>
    /// <param name="work">Does it.</param>
    internal static async Task<T> RunAsync<T>(string operation, string kind, Func<Task<T>> work)
    {
        using Activity? activity = Source.HasListeners() ? Source.StartActivity($"{operation} {kind}") : null;
        activity?.SetTag(OperationTag, operation).SetTag(KindTag, kind);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            activity?.SetTag(ErrorTag, error.GetType().Name).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
