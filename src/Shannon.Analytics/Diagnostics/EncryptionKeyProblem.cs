namespace Shannon.Analytics.Diagnostics;

/// <summary>What is wrong with an encryption key.</summary>
public enum EncryptionKeyProblem
{
    /// <summary>The key provider does not have the key.</summary>
    Missing,

    /// <summary>There is a key of that id, but with other bytes than those that encrypted the data.</summary>
    Wrong,

    /// <summary>The keys cannot be read: the file is damaged, access is denied, or the provider failed.</summary>
    Unreadable,

    /// <summary>The key file can be read by other accounts of the machine, so it is refused.</summary>
    Exposed,
}
