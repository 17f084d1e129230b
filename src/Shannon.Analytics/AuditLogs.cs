using Shannon.Analytics.Storage;
using Shannon.Analytics.Storage.Auditing;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics;

/// <summary>Makes audit logs that agree over one store on whether entries are keyed.</summary>
internal static class AuditLogs
{
    // Who encrypts the file wants its audit log keyed as well; elsewhere no key is made for its sake.
    internal static async Task<AuditLog> OpenAsync(IMetricStore store, IStateStore state, CancellationToken cancellationToken)
    {
        bool isKeyed = store is SqliteStore && (await store.DescribeAsync(cancellationToken).ConfigureAwait(false)).IsEncrypted;
        return new AuditLog(state, store.TimeProvider, isKeyed ? ((SqliteStore)store).KeyProvider : null);
    }
}
