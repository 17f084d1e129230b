namespace Shannon.Analytics.Storage;

/// <summary>In which order records come back. Records of one moment are ordered by id.</summary>
public enum RecordOrder
{
    /// <summary>Oldest first.</summary>
    Ascending,

    /// <summary>Newest first.</summary>
    Descending,
}
