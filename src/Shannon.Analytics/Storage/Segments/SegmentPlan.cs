namespace Shannon.Analytics.Storage.Segments;

/// <summary>The rows of one segment to be.</summary>
/// <param name="Rows">Row numbers of the batch, in their final order.</param>
/// <param name="IsOwn">True for a metric's own day segment.</param>
internal sealed record SegmentPlan(int[] Rows, bool IsOwn);
