namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>What the directory knows of a journal row without reading its block.</summary>
internal readonly record struct JournalRow(long FirstId, long Revision, int Count, long MinTime, long MaxTime);
