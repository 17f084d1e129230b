namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>Work for the writer thread beside appends.</summary>
internal interface IWriteJob
{
    /// <summary>True if it runs inside the transaction of a group commit; false if it runs alone, between two.</summary>
    bool InTransaction { get; }

    /// <summary>True if it shares its transaction with nobody, so that its failure fails nobody else.</summary>
    bool IsAlone { get; }

    /// <summary>Claims the job for the writer; false if its caller withdrew it.</summary>
    bool TryTake();

    /// <summary>Does the work. What it throws fails only this job when it changed nothing yet; see <see cref="WriteJob{T}"/>.</summary>
    void Run(RawConnection connection);

    /// <summary>Tells the caller that it is done, and durable.</summary>
    void Complete();

    /// <summary>Tells the caller that it failed.</summary>
    void Fail(Exception error);
}
