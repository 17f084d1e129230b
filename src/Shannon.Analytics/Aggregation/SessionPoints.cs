using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Aggregation;

/// <summary>The points of one session within a series, by time.</summary>
internal sealed class SessionPoints
{
    internal List<long> Times { get; } = [];

    internal List<double> Values { get; } = [];

    /// <summary>Splits a series by session; points without one go by the empty id.</summary>
    internal static Dictionary<string, SessionPoints> Split(Series series)
    {
        var split = new Dictionary<string, SessionPoints>(StringComparer.Ordinal);
        var byCode = new SessionPoints?[series.Sessions.Count + 1];
        ReadOnlySpan<long> times = series.TimestampsMicros.Span;
        ReadOnlySpan<double> values = series.Values.Span;
        ReadOnlySpan<int> codes = series.SessionCodes.Span;
        for (int i = 0; i < times.Length; i++)
        {
            int code = codes.IsEmpty ? -1 : codes[i];
            ref SessionPoints? points = ref byCode[code + 1];
            if (points is null)
            {
                string session = code < 0 ? string.Empty : series.Sessions[code];
                points = split.TryGetValue(session, out SessionPoints? known) ? known : split[session] = new SessionPoints();
            }

            points.Times.Add(times[i]);
            points.Values.Add(values[i]);
        }

        return split;
    }
}
