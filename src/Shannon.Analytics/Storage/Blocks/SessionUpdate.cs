namespace Shannon.Analytics.Storage.Blocks;

/// <summary>What a record that describes its session says about it. Row is its place in the block.</summary>
internal readonly record struct SessionUpdate(int Row, string Session, string? User, string? Project, string? Model, long TimeMicros);
