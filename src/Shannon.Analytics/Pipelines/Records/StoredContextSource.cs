using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Pipelines.Records;

/// <summary>What the store itself knows of sessions and users.</summary>
internal sealed class StoredContextSource(IMetricStore store) : IPipelineContextSource
{
    private const string UserPrefix = "user_";
    private static readonly Selector Start = Selector.Of(FieldNames.SessionStart);

    public async ValueTask<SessionContext?> FindSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        // Without a start, any record says what the session's user, project and model are.
        MetricRecord? start = await NewestAsync(new MetricQuery { SessionId = sessionId, Selector = Start }, cancellationToken).ConfigureAwait(false);
        MetricRecord? record = start ?? await NewestAsync(new MetricQuery { SessionId = sessionId }, cancellationToken).ConfigureAwait(false);
        return record is null
            ? null
            : new SessionContext { UserId = record.UserId, Project = record.Project, Model = record.Model, Attributes = start is null ? AttributeSet.Empty : Metadata(start.Attributes, isOfUser: false) };
    }

    public async ValueTask<AttributeSet?> FindUserAsync(string userId, CancellationToken cancellationToken = default) =>
        await NewestAsync(new MetricQuery { UserId = userId, Selector = Start }, cancellationToken).ConfigureAwait(false) is { } start ? Metadata(start.Attributes, isOfUser: true) : null;

    /// <summary>Of the metadata that a session was started with, that of the user or the rest.</summary>
    internal static AttributeSet Metadata(AttributeSet start, bool isOfUser)
    {
        var metadata = new AttributeSet();
        foreach (var (name, value) in start)
        {
            if (name.StartsWith(UserPrefix, StringComparison.Ordinal) == isOfUser)
            {
                metadata[name] = value;
            }
        }

        return metadata;
    }

    private async Task<MetricRecord?> NewestAsync(MetricQuery query, CancellationToken cancellationToken)
    {
        RecordPage page = await store.ReadPageAsync(query with { Order = RecordOrder.Descending }, 1, cancellationToken).ConfigureAwait(false);
        return page.Records.Count > 0 ? page.Records[0] : null;
    }
}
