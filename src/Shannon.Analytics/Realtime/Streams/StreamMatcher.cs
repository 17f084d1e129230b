using System.Globalization;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Realtime.Values;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Realtime.Streams;

/// <summary>Says which committed records a stream is about. Used by the committing thread alone.</summary>
internal sealed class StreamMatcher
{
    private const int MaxRemembered = 10_000;
    private readonly SelectorValues[] _selectors;
    private readonly string? _session;
    private readonly string? _user;
    private readonly string? _project;
    private readonly bool _includeHistory;
    private readonly Dictionary<(MetricCategory, string), Wanted> _known = [];
    private (MetricCategory Category, string? Name) _last;
    private Wanted _lastWanted = Wanted.Nothing;

    internal StreamMatcher(MetricStreamRequest request)
    {
        _selectors = [.. request.Metrics.SelectMany(SelectorValues.Of)];
        (_session, _user, _project, _includeHistory) = (request.SessionId, request.UserId, request.Project, request.IncludeHistory);
        Key = string.Create(CultureInfo.InvariantCulture, $"{string.Join('\u0001', request.Metrics)}\u0002{_session}\u0002{_session is null}\u0002{_user}\u0002{_user is null}\u0002{_project}\u0002{_project is null}\u0002{_includeHistory}");
    }

    /// <summary>Equal for streams about the same records.</summary>
    internal string Key { get; }

    internal bool Wants(CommittedRecords committed) => _includeHistory || !committed.IsHistory;

    internal bool Matches(CommittedRecords committed, int index)
    {
        var metric = committed.MetricAt(index);
        if (!ReferenceEquals(metric.Name, _last.Name) || metric.Category != _last.Category)
        {
            (_last, _lastWanted) = (metric, WantedOf(metric));
        }

        return !ReferenceEquals(_lastWanted, Wanted.Nothing) && Matches(committed[index], _lastWanted);
    }

    /// <summary>Whether a stored record matches; imported or not.</summary>
    internal bool Matches(MetricRecord record) => WantedOf((record.Category, record.Name)) is var wanted && !ReferenceEquals(wanted, Wanted.Nothing) && Matches(record, wanted);

    private bool Matches(MetricRecord record, Wanted wanted) =>
        wanted.IsMetBy(record)
        && (_session is null || string.Equals(_session, record.SessionId, StringComparison.Ordinal))
        && (_user is null || string.Equals(_user, record.UserId, StringComparison.Ordinal))
        && (_project is null || string.Equals(_project, record.Project, StringComparison.Ordinal));

    private Wanted WantedOf((MetricCategory Category, string Name) metric)
    {
        if (_selectors.Length == 0)
        {
            return Wanted.Everything;
        }

        if (!_known.TryGetValue(metric, out Wanted? wanted))
        {
            Selector[] sources = [.. _selectors.Select(selector => selector.SourceOf(metric.Category, metric.Name)).OfType<Selector>()];
            wanted = sources.Length == 0 ? Wanted.Nothing
                : sources.Any(source => source.Measurement is null) ? Wanted.Everything
                : new Wanted([.. sources.Select(source => source.Measurement!)]);
            if (_known.Count == MaxRemembered)
            {
                _known.Clear();
            }

            _known[metric] = wanted;
        }

        return wanted;
    }

    // Of one metric: all records, none, or those with one of some measurements.
    private sealed class Wanted(string[] measurements)
    {
        internal static readonly Wanted Everything = new([]);
        internal static readonly Wanted Nothing = new([]);

        // A loop, since a lambda would allocate for every record.
        internal bool IsMetBy(MetricRecord record)
        {
            foreach (string name in measurements)
            {
                if (record.NumberOf(name) is not null)
                {
                    return true;
                }
            }

            return measurements.Length == 0;
        }
    }
}
