using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pipelines.Records;

namespace Shannon.Analytics.Pipelines.Running;

/// <summary>Adds what is known of sessions and users.</summary>
internal sealed class EnricherStep(EnricherStage stage, IPipelineContextSource source) : RecordStep
{
    private readonly ContextCache<SessionContext> _sessions = new(source.FindSessionAsync);
    private readonly ContextCache<AttributeSet> _users = new(source.FindUserAsync);
    private readonly HashSet<string>? _wanted = stage.Attributes is { } names ? new(names, StringComparer.Ordinal) : null;
    private readonly FieldReader _fields = new();
    private readonly List<KeyValuePair<string, AttributeValue>> _added = [];

    internal override async ValueTask PrepareAsync(PipelineBatch batch, StageScope scope, CancellationToken cancellationToken)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            PipelineRecord record = batch[i];
            if (record.NextStage > scope.Index || !TryRead(record, out MetricInput metric))
            {
                continue;
            }

            if (stage.AddSessionContext && metric.SessionId is { } session)
            {
                await _sessions.LoadAsync(session, cancellationToken).ConfigureAwait(false);
                Learn(metric, session);
            }

            if (stage.AddUserMetadata && (metric.UserId ?? SessionOf(metric)?.UserId) is { } user)
            {
                await _users.LoadAsync(user, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    internal override StageDecision Process(PipelineRecord record)
    {
        MetricInput metric = record.Metric;
        SessionContext? session = stage.AddSessionContext && metric.SessionId is { } id ? _sessions.Get(id) : null;
        string? user = metric.UserId ?? session?.UserId;
        AttributeSet? metadata = stage.AddUserMetadata && user is not null ? _users.Get(user) : null;
        Choose(metric, session?.Attributes, metadata);
        string? project = metric.Project ?? session?.Project;
        string? model = metric.Model ?? session?.Model;
        if (_added.Count == 0 && metric.UserId == user && metric.Project == project && metric.Model == model)
        {
            return StageDecision.Keep;
        }

        metric = metric with { UserId = user, Project = project, Model = model };
        foreach (var (name, value) in _added)
        {
            metric.Attributes[name] = value;
        }

        record.Metric = metric;
        return StageDecision.Keep;
    }

    private static bool TryRead(PipelineRecord record, out MetricInput metric)
    {
        try
        {
            metric = record.Metric;
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Comes again when the record's turn is, and is counted there.
            metric = null!;
            return false;
        }
    }

    private SessionContext? SessionOf(MetricInput metric) => stage.AddSessionContext && metric.SessionId is { } session && _sessions.TryGet(session, out SessionContext? known) ? known : null;

    // A session may start in the very stream that is enriched; what it says holds from there on.
    private void Learn(MetricInput metric, string session)
    {
        if (metric.Name == FieldNames.SessionStart && metric.Category is MetricCategory.Session or MetricCategory.Event && _sessions.TryGet(session, out SessionContext? known))
        {
            _sessions.Put(session, new SessionContext
            {
                UserId = metric.UserId ?? known?.UserId,
                Project = metric.Project ?? known?.Project,
                Model = metric.Model ?? known?.Model,
                Attributes = metric.Attributes.Count > 0 ? StoredContextSource.Metadata(metric.Attributes, isOfUser: false) : known?.Attributes ?? [],
            });
            if (metric.UserId is { } user && StoredContextSource.Metadata(metric.Attributes, isOfUser: true) is { Count: > 0 } metadata)
            {
                _users.Put(user, metadata);
            }
        }
    }

    private void Choose(MetricInput metric, AttributeSet? ofSession, AttributeSet? ofUser)
    {
        _added.Clear();
        if (ofSession is not { Count: > 0 } && ofUser is not { Count: > 0 })
        {
            return;
        }

        _fields.Read(metric);
        foreach (var (name, value) in (ofSession ?? AttributeSet.Empty).Concat(ofUser ?? AttributeSet.Empty))
        {
            bool hasRoom = _fields.AttributeCount + _added.Count < MetricLimits.MaxAttributes && _fields.MeasurementCount + _added.Count < MetricLimits.MaxMeasurements;
            if (hasRoom && _wanted?.Contains(name) != false && !_fields.Has(name) && !_added.Exists(added => added.Key == name))
            {
                _added.Add(KeyValuePair.Create(name, value));
            }
        }
    }
}
