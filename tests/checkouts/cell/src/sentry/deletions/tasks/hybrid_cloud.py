def schedule_hybrid_cloud_foreign_key_jobs() -> None:
    raise NotImplementedError


def schedule_hybrid_cloud_foreign_key_jobs_control() -> None:
    raise NotImplementedError
