using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// A detector that looks only back: what it says of a record hangs on the records before it and on nothing else, so that a stored series and a
/// live stream give the same. Constant memory, constant time a record. Not thread-safe.
/// </summary>
/// <remarks>
/// Records come by time; one that is earlier than its predecessor counts as simultaneous with it. A value that is not finite counts as absent.
/// </remarks>
internal interface IAnomalyDetector
{
    /// <summary>
    /// Tells that time has come to <paramref name="nowMicros"/> without a record in between: call it before each record, and on a live stream by a
    /// clock as well. True, once a gap, if data is missing; the point has the moment from which it is, however late the call comes.
    /// </summary>
    bool TryDetectMissing(long nowMicros, out AnomalyPoint point);

    /// <summary>Takes the next record. A gap before it that <see cref="TryDetectMissing"/> was not asked about goes unreported.</summary>
    AnomalyPoint Observe(long timeMicros, double value);

    /// <summary>Writes everything learned, so that a detector that reads it goes on as this one would have.</summary>
    void Save(ByteWriter writer);
}
