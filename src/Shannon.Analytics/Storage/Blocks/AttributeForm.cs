namespace Shannon.Analytics.Storage.Blocks;

/// <summary>How an attribute column is stored. The numeric values are part of the file format and never change.</summary>
internal enum AttributeForm : byte
{
    /// <summary>All values are text.</summary>
    Text = 1,

    /// <summary>All values are numbers.</summary>
    Number = 2,

    /// <summary>All values are booleans.</summary>
    Boolean = 3,

    /// <summary>All values are JSON.</summary>
    Json = 4,

    /// <summary>Kinds differ from row to row.</summary>
    Mixed = 5,
}
