using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics;

/// <summary>The audit log of an engine's parts.</summary>
internal static class EngineAudit
{
    /// <summary>Opens the log over an open store: who encrypts the file wants its audit log keyed as well; elsewhere no key is made for its sake.</summary>
    internal static async Task<IAuditLog> OpenAsync(IMetricStore store, IStateStore state, CancellationToken cancellationToken)
    {
        bool isKeyed = store is SqliteStore && (await store.DescribeAsync(cancellationToken).ConfigureAwait(false)).IsEncrypted;
        return new AuditLog(state, store.TimeProvider, isKeyed ? ((SqliteStore)store).KeyProvider : null);
    }
}
